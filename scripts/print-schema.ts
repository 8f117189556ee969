import { writeFileSync } from 'node:fs'
import { printSchema } from 'graphql'
import { schema } from '../server/graphql/schema.ts'

// Node leaves the process open for the Prisma types the schema loads; there is nothing to wait for.
writeFileSync(new URL('../schema.graphql', import.meta.url), `${printSchema(schema)}\n`)
process.exit(0)
