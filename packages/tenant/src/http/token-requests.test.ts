import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lastRecord } from '../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'

const origin = 'https://portal.example'

let tenant: StartedTenant
let client: Credentials
let userId: string
beforeAll(async () => {
  tenant = await startTenant({ config: { trustProxy: true } })
  client = await tenant.addClient({ allowed_origins: JSON.stringify([origin]) })
  userId = await tenant.addUser()
})
afterAll(() => tenant.close())

const impersonation = () => ({
  grant_type: grantTypes.impersonation,
  ...wire(client),
  user_lookup: { field: 'userId', value: userId },
})

interface Sent {
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: readonly (string | Buffer)[]
}

/** Sends a request as it stands, which fetch would not: chunk by chunk, to any spelling of the path. */
const send = ({ path = '/oauth/token', headers = {}, body = [JSON.stringify(impersonation())] }: Sent) =>
  new Promise<{ status?: number | undefined; headers: object; body: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(tenant.url, { method: 'POST', path, headers }, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(await text(response)) })
    }).on('error', reject)
    for (const chunk of body) sent.write(chunk)
    sent.end()
  })
const json = { 'content-type': 'application/json' }

describe('a token request', () => {
  it('is read in any spelling of its type and its path', async () => {
    for (const sent of [
      { headers: { 'content-type': 'Application/JSON; charset=utf-8' } },
      { headers: json, path: '/oauth/token?trace=1' },
      { headers: json, path: '/oauth/%74oken' },
      { headers: json, path: `${tenant.url}/oauth/token` },
    ]) {
      const { status, body } = await send(sent)
      expect([status, body]).toMatchObject([200, { token_type: 'bearer' }])
    }
  })

  it('is read from a form, with members of objects', async () => {
    const { user_lookup, ...plain } = impersonation()
    const form = new URLSearchParams({ ...plain, 'user_lookup[field]': 'userId', 'user_lookup[value]': userId })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send({ headers, body: [form.toString()] })).status).toBe(200)
  })

  it('is read from chunks that cut a character in two', async () => {
    const subject = await tenant.addUser({ subject: 'auth0|Zoë' })
    const bytes = Buffer.from(
      JSON.stringify({ ...impersonation(), user_lookup: { field: 'subject', value: 'auth0|Zoë' } }),
    )
    const cut = bytes.indexOf('ë') + 1
    const { body } = await send({ headers: json, body: [bytes.subarray(0, cut), bytes.subarray(cut)] })
    const [, claims = ''] = String(body.access_token).split('.')
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).sub).toBe(subject)
  })

  it('is answered for nobody to keep, to be read by the page that asks', async () => {
    for (const body of [impersonation(), { ...impersonation(), client_secret: 'wrong' }]) {
      const { headers } = await send({ headers: { ...json, origin }, body: [JSON.stringify(body)] })
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        vary: 'Origin',
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': expect.stringContaining('date'),
      })
    }
    const { headers } = await send({ headers: json })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('is recorded with the address that the trusted proxy saw, not with those that the caller made up', async () => {
    const headers = { ...json, 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }
    await send({ headers })
    expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-token.issued', address: '203.0.113.7' })
    await send({ headers, body: ['{'] })
    expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-token.refused', address: '203.0.113.7' })
  })
})

describe('a token request is refused', () => {
  it.each([
    ['of another type', { 'content-type': 'text/plain' }, ['{}'], 415, 'REST-UNSUPPORTED-MEDIA-TYPE'],
    ['without a type', {}, ['{}'], 415, 'REST-UNSUPPORTED-MEDIA-TYPE'],
    ['without a body', {}, [], 400, 'OAUTH-INVALID-REQUEST'],
    ['of nothing', json, [], 400, 'HTTP-MALFORMED'],
    ['with a prototype', json, ['{"grant_type":"x","__proto__":{}}'], 400, 'HTTP-MALFORMED'],
    ['too large in chunks', json, Array(40).fill(Buffer.alloc(20_000, ' ')), 413, 'REST-BODY-TOO-LARGE'],
  ] as const)('%s', async (_how, headers, body, status, code) => {
    const answer = await send({ headers, body })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ errors: [{ code }], error: 'invalid_request', traceId: expect.any(String) })
    expect(await lastRecord(tenant)).toMatchObject({ outcome: 'refused', errorCode: code })
  })
})
