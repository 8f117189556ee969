import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export interface Asset {
  type: string
  /** 9 MB of editor: packed once, not for everybody who asks. */
  packed: Uint8Array<ArrayBuffer>
}

const script = 'text/javascript; charset=utf-8'
const style = 'text/css; charset=utf-8'

let assets: Promise<ReadonlyMap<string, Asset>> | null = null

/** The files of the page, by their names; read at the first use, since most installations never see one. */
export function graphiqlAssets(): Promise<ReadonlyMap<string, Asset>> {
  assets ??= load()
  return assets
}

async function load(): Promise<ReadonlyMap<string, Asset>> {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = await import(
    '@graphql-yoga/render-graphiql/graphiql'
  )
  const start = await readFile(new URL('./start.mjs', import.meta.url), 'utf8')
  const files: [name: string, type: string, text: string][] = [
    ['editor.js', script, js],
    ['editor.css', style, css],
    ['page.css', style, pageStyle],
    ['start.js', script, start],
    // As the editor asks for them.
    ['editorWorkerService.js', script, editorWorkerService],
    ['json.js', script, jsonWorker],
    ['graphql.js', script, graphqlWorker],
  ]
  const pack = promisify(gzip)
  return new Map(
    await Promise.all(
      files.map(async ([name, type, text]) => [name, { type, packed: new Uint8Array(await pack(text)) }] as const),
    ),
  )
}

const pageStyle = `html, body, #root { height: 100%; margin: 0 }
/* Tabs glide to their places, and stay half way at a first visit: a click would miss them. */
.graphiql-tab { transform: none !important }
form { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem; color: #1b1b1b }
label { display: block; font-weight: 600; margin-top: 1.5rem }
input { width: 100%; box-sizing: border-box; font: inherit; padding: .75rem; margin: .5rem 0 1rem; border: 2px solid #595959 }
button { font: inherit; padding: .75rem 1.5rem; min-height: 48px; background: #0b5351; color: #fff; border: 0 }
`
