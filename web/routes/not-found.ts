import { notFound } from '../stop.server.ts'

export function loader() {
  throw notFound()
}

export const action = loader
