import { Client, fetchExchange } from '@urql/core'
import { HttpResponse } from 'msw'
import { graphql } from 'msw/graphql'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ResultOf, VariablesOf } from '../../client/graphql.ts'
import { VerifyEmailCode } from '../../client/verify-email-code.ts'

// A front-end developer's test of a page of their own: their program, our documents, no server of ours.
const url = 'https://api.partner.example/graphql'
const server = setupServer(
  graphql
    .link(url)
    .mutation<ResultOf<typeof VerifyEmailCode>, VariablesOf<typeof VerifyEmailCode>>(
      'VerifyEmailCode',
      ({ variables }) =>
        HttpResponse.json({
          data: {
            verifyEmailCode: {
              __typename: 'CodeRefused',
              message: 'Ce code n’est pas le bon.',
              miss: 'WRONG',
              triesLeft: variables.input.code === '00000000' ? 4 : 3,
              sentAgainAt: null,
            },
          },
        }),
    ),
)
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())

test('a typed document is mocked with MSW by its name, and its answer keeps the contract’s types', async () => {
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false })
  const { data, error } = await client
    .mutation(VerifyEmailCode, { input: { flow: 'cf_x', code: '00000000' } })
    .toPromise()
  expect(error).toBeUndefined()
  expect(data?.verifyEmailCode).toMatchObject({ __typename: 'CodeRefused', miss: 'WRONG', triesLeft: 4 })
})
