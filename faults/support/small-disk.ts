import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A disk of so many MiB of its own, that can be filled to the last block. Needs the right to mount; throws in a sentence
 * without it.
 */
export function openSmallDisk(mib: number) {
  const dir = mkdtempSync(join(tmpdir(), 'connexion-disk-'))
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', dir], {
    encoding: 'utf8',
  })
  if (status !== 0) {
    rmSync(dir, { recursive: true })
    throw new Error(`The fault tests fill a disk of their own, which takes root and the right to mount: ${stderr}`)
  }
  chmodSync(dir, 0o755)
  const ballast = join(dir, 'ballast')
  const freeBytes = () => {
    const { bfree, bsize } = statfsSync(dir)
    return bfree * bsize
  }
  return {
    dir,
    /** Takes what is left, again and again while others give some back. */
    fill() {
      try {
        for (let left = freeBytes(); left > 0; left = freeBytes())
          appendFileSync(ballast, Buffer.alloc(Math.min(left, 1 << 20)))
      } catch (fault) {
        if ((fault as NodeJS.ErrnoException).code !== 'ENOSPC') throw fault
      }
    },
    free: () => rmSync(ballast, { force: true }),
    close() {
      spawnSync('umount', [dir])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
