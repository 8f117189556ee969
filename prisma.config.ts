import { defineConfig } from 'prisma/config'

// Prisma's CLI would download a native schema engine; ours comes from the npm registry (docs/decisions/0001).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= './prisma/schema-engine.mjs'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations', seed: 'node prisma/seed.ts' },
  datasource: { url: process.env.DATABASE_DIRECT_URL || process.env.DATABASE_URL || '' },
})
