import { notFound } from '../stop.server.ts'

export function loader() {
  throw notFound()
}

export const action = loader

/** Never seen; with it a failure here is a page and not a line of JSON. */
export default () => null
