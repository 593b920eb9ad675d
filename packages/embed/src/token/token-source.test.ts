import { describe, expect, it } from 'vitest'
import { jwt } from '../testing/jwt.js'
import { askForToken } from './token-source.js'

const offer = { dpopJkt: async () => 'thumbprint' }
const token = jwt(0, 60)
const failureFor = (getAccessToken: () => Promise<unknown>) =>
  askForToken('getAccessToken', offer, { getAccessToken }).then(
    () => undefined,
    (error) => error.failure,
  )

const envelope = {
  errors: [
    {
      code: 'OAUTH-14',
      title: 'Invalid client credentials',
      detail: 'The client is unknown or its secret is wrong.',
      meta: { solution: 'Check the secret.' },
    },
  ],
  traceId: 'x',
}
const passedOn = {
  code: 'OAUTH-14',
  title: 'Invalid client credentials',
  reason: 'getAccessToken gave no token. Your app passed on: The client is unknown or its secret is wrong.',
  solution: 'Check the secret.',
}

describe('a token of the host', () => {
  it('is taken as it is, without blanks around it', async () => {
    expect(await askForToken(async () => `${token}\n`, offer)).toBe(token)
  })

  it.each<[string, () => Promise<unknown>]>([
    ['as the text of an answer', async () => JSON.stringify(envelope)],
    ['as an object', async () => envelope],
    ['in the message of an error', () => Promise.reject(new Error(JSON.stringify(envelope)))],
    ['behind a status in the message', () => Promise.reject(new Error(`502 Bad Gateway ${JSON.stringify(envelope)}`))],
    ['as an error of @qlik/api', () => Promise.reject(Object.assign(new Error('x'), { data: envelope }))],
  ])('that the tenant refused is told in its words: %s', async (_, supply) => {
    expect(await failureFor(supply)).toEqual(passedOn)
  })

  it.each<[string, unknown, string]>([
    ['a sentence', 'Sign in first.', '“Sign in first.”'],
    ['a word', 'Unauthorized', '“Unauthorized”'],
    [
      'an HTML page',
      '<!doctype html><title>Error</title><h1>Cannot POST</h1><p>/access-token',
      '“Cannot POST /access-token”',
    ],
    ['other JSON', '{"message":"down"}', '“{"message":"down"}”'],
    ['an object', { access_token: token, expires_in: 1 }, '“an object with access_token, expires_in”'],
    ['a token in something else', `Bearer ${token}`, '“Bearer [token]”'],
    ['markup without an end', '<'.repeat(300_000), `“${'<'.repeat(300)}…”`],
    ['a long answer', 'x'.repeat(5_000_000), `“${'x'.repeat(300)}…”`],
  ])('that is %s is told as the answer of the host', async (_, answer, quoted) => {
    for (const supply of [async () => answer, () => Promise.reject(answer)]) {
      const failure = await failureFor(supply)
      expect(failure.code).toBe('EMBED-TOKEN-SUPPLY')
      expect(failure.reason).toBe(`getAccessToken gave no token. Your app answered: ${quoted}`)
      expect(JSON.stringify(failure)).not.toContain(token)
    }
  })

  it.each([undefined, null, ''])('that is missing (%j) is told so', async (answer) => {
    expect(await failureFor(async () => answer)).toMatchObject({
      code: 'EMBED-TOKEN-SUPPLY',
      reason: 'getAccessToken gave no token.',
    })
  })

  it('comes from a function that exists', async () => {
    await expect(askForToken('getAccessToken', offer, {})).rejects.toMatchObject({
      failure: { code: 'EMBED-TOKEN-SOURCE', reason: 'window.getAccessToken is not defined.' },
    })
  })
})
