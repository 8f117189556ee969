import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, vi } from 'vitest'

export interface ClusterProcess {
  pid: number
  command: string
}

/** Keepers, shells and PostgreSQL processes that serve the data folder `dir`, by their command lines. */
export function processesOf(dir: string): ClusterProcess[] {
  const names = [dir, realPath(join(dir, 'postgres'))].filter((name) => name !== null)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandOf(name) }))
    .filter(({ command }) => /keeper\.ts|postgres|initdb/.test(command))
    .filter(({ command }) => names.some((name) => command.includes(name)))
}

/** Waits until nothing serves `dir` any more: removing it sooner would pull the files from under PostgreSQL. */
export async function untilNobodyServes(dir: string): Promise<void> {
  await vi.waitFor(() => expect(processesOf(dir)).toEqual([]), { timeout: 25_000, interval: 50 })
}

export function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
