// `npm test`: makes what the tests need, runs them all, and ends with the count that vitest itself reports. `--suite=faults`:
// the long ones of that room instead.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../server/database/places.ts'
import { childEnvironment } from '../server/settings.ts'
import { ensureBuilt } from './build.ts'
import { findChromium } from './chromium.ts'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

const withCheck = process.argv.includes('--check')
const suite = process.argv.find((argument) => argument.startsWith('--suite='))?.slice('--suite='.length)
const filters = process.argv.slice(2).filter((argument) => !/^--(check|suite=)/.test(argument))
const tally = { passed: 0, failed: 0 }
try {
  ensureBuilt()
  if (withCheck) count(runCheck())
  if (suite) runTests(['--config', `${suite}/vitest.config.ts`], {})
  else runTests([], { CHROMIUM_PATH: findChromium() })
} catch (error) {
  tally.failed++
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`)
process.exit(tally.failed > 0 || tally.passed === 0 ? 1 : 0)

function count(good: boolean): void {
  if (good) tally.passed++
  else tally.failed++
}

function runTests(options: string[], environment: Record<string, string>): void {
  const dir = mkdtempSync(join(tmpdir(), 'connexion-report-'))
  const file = join(dir, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const status = runTool('vitest/vitest.mjs', ['run', ...options, ...reporters, ...filters], environment)
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    // A file that cannot even be read has no test to count; one that is skipped proves nothing.
    const broken = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0)
    const unproved = report.numPendingTests + report.numTodoTests
    const failed = report.numFailedTests + broken.length + unproved
    if (unproved > 0) process.stderr.write(`${unproved} tests did not run: they count as failed.\n`)
    tally.passed += report.numPassedTests
    // Vitest also fails on an error outside any test.
    tally.failed += failed === 0 && status !== 0 ? 1 : failed
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function runCheck(): boolean {
  return runTool('@biomejs/biome/bin/biome', ['check', '.']) === 0 && runTool('typescript/bin/tsc', ['--noEmit']) === 0
}

function runTool(script: string, args: string[], extra: Record<string, string> = {}): number | null {
  const tool = join(projectRoot, 'node_modules', script)
  const { status } = spawnSync(process.execPath, [tool, ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: childEnvironment(extra),
  })
  return status
}
