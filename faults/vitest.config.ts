import { defineConfig } from 'vitest/config'

/** `npm run test:faults`: real processes that are killed one after the other, hence one file at a time. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['faults/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    server: { deps: { inline: [/@pothos/, /graphql-yoga/] } },
  },
})
