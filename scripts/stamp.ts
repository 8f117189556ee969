import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { projectRoot } from '../server/database/places.ts'

/** Something made from sources: which they are, what it makes, and where it notes what it was made from. */
export interface Product {
  sources: readonly string[]
  outputs: readonly string[]
  stamp: string
}

/** True when an output is missing, or the sources are not those it was made from (contents, not dates: clones and copies have any date). */
export function isStale(product: Product): boolean {
  if (product.outputs.some((path) => !existsSync(join(projectRoot, path)))) return true
  const stamp = join(projectRoot, product.stamp)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== digestOf(product)
}

/** Notes that the product is made from the sources as they were: `digest` was taken before the making began. */
export function noteMade(product: Product, digest: string): void {
  const stamp = join(projectRoot, product.stamp)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

export function digestOf({ sources }: Product): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((path) => filesUnder(join(projectRoot, path))).sort()) {
    hash
      .update(`${relative(projectRoot, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return path.endsWith('.d.ts') ? [] : [path]
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)))
}
