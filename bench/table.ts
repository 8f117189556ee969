import type { Line } from './ratio.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

/** The table of the README, line by line as it is measured: paste it. */
export const table = {
  begin(): void {
    print('| what | ours | bare limit | ours / bare | better-auth | ours / better-auth |')
    print('| --- | --- | --- | --- | --- | --- |')
  },
  line({ name, unit, limit, ours, bare, peer, ofBare, ofPeer, spread }: Line): void {
    const cells = [
      name,
      `${rate(ours)} ${unit}`,
      bare === null ? '' : `${rate(bare)} (${limit})`,
      ofBare === null || !spread ? '' : `${ofBare.toFixed(2)} (${spread.map((one) => one.toFixed(2)).join(' to ')})`,
      peer === null ? '' : rate(peer),
      ofPeer === null ? '' : ofPeer.toFixed(2),
    ]
    print(`| ${cells.join(' | ')} |`)
  },
  /** What is no rate: a time, a size. */
  figure(name: string, ours: string, limit = ''): void {
    print(`| ${name} | ${ours} | ${limit} | | | |`)
  },
}

const rate = (value: number) => Math.round(value).toLocaleString('en-US')
