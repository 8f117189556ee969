import { expect, test } from 'vitest'
import { readSiteDocuments } from '../../scripts/site-documents.ts'
import { siteDocuments } from '../../server/generated/site-documents.ts'
import { codeUnder, importsOf } from './source.ts'

test('the server runs for the site the documents that its pages import, as they are now: run npm run generate', async () => {
  const now = await readSiteDocuments()
  expect(siteDocuments).toEqual(now)
  expect(Object.keys(now).length).toBeGreaterThan(20)
})

test('no page writes a document of its own', () => {
  const writers = codeUnder('web').filter((file) =>
    importsOf(file).some(({ specifier, typeOnly }) => !typeOnly && /gql\.tada|client\/graphql\.ts$/.test(specifier)),
  )
  expect(writers).toEqual([])
})
