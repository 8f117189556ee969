import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { JourneysFirst } from './test/support/journeys-first.ts'

export default defineConfig({
  // graphql 16 ships CommonJS and ESM without "exports": pin every importer to the one copy that Node itself resolves.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    environment: 'node',
    globalSetup: ['test/support/global-setup.ts'],
    // Many tests wait (for a browser, a mail server, a program to start): three workers on two cores keep both busy.
    // A share of the cores never makes more workers than cores.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: JourneysFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/@pothos/, /graphql-yoga/] } },
  },
})
