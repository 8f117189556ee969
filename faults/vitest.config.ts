import { defineConfig } from 'vitest/config'

/**
 * `npm run test:faults`: real processes that are killed one after the other, each file in a town of its own. Two side by
 * side: much of it waits, and what holds on an idle machine alone is not proven.
 */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['faults/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    server: { deps: { inline: [/@pothos/, /graphql-yoga/] } },
  },
})
