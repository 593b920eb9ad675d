import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpsServer, startHttpsServer, testCertificate } from '../testing/https-server.js'
import { type OutboundEffects, outboundRequests } from './outbound-requests.js'

let server: HttpsServer
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  server = await startHttpsServer((request, response) => answer(request, response))
})
afterAll(() => server.close())

const json =
  (body: string, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/jwk-set+json', ...headers }).end(body)

const effects: OutboundEffects = {
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  ca: testCertificate,
  timeout: 2000,
}

const url = (host = 'keys.example') => `https://${host}:${server.port}/jwks.json`

/** Asks with the test's host allowed to be private, as everything a test can reach is. */
const allowed = (changes: Partial<OutboundEffects> = {}) =>
  outboundRequests(['keys.example', 'localhost'], { ...effects, ...changes })

describe('a document of another host', () => {
  it('is read over TLS, with the age it names', async () => {
    answer = json('{"keys":[]}', { 'cache-control': 'public, max-age=120' })
    expect(await allowed().getJson(url())).toEqual({ value: { keys: [] }, maxAge: 120 })
  })

  it('is not read when its certificate is not trusted, or is that of another host', async () => {
    answer = json('{}')
    const { ca, ...untrusting } = effects
    await expect(outboundRequests(['keys.example'], untrusting).getJson(url())).rejects.toThrow(/certificate/)
    const other = outboundRequests(['other.example'], effects)
    await expect(other.getJson(url('other.example'))).rejects.toThrow(/altnames/)
  })

  it.each([
    [
      'a redirect',
      (_: IncomingMessage, response: ServerResponse) => response.writeHead(302, { location: url() }).end(),
    ],
    ['an error', (_: IncomingMessage, response: ServerResponse) => response.writeHead(500).end('{}')],
    ['another media type', json('{}', { 'content-type': 'text/html' })],
    ['no JSON', json('<html>')],
    ['too much', json(JSON.stringify('x'.repeat(70_000)))],
  ])('is refused when it is %s, without another request', async (_kind, given) => {
    answer = given
    const before = server.requests()
    await expect(allowed().getJson(url())).rejects.toThrow()
    expect(server.requests()).toBe(before + 1)
  })

  it('is given up after the time limit, whether the host dawdles or its name', async () => {
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{')
    const started = Date.now()
    await expect(allowed({ timeout: 300 }).getJson(url())).rejects.toThrow()
    const unresolved = allowed({ timeout: 300, resolve: () => new Promise(() => undefined) })
    await expect(unresolved.getJson(url())).rejects.toThrow(/timeout/)
    expect(Date.now() - started).toBeLessThan(4_500)
  })
})

describe('a host that is not public', () => {
  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433', '0.0.0.0'])(
    'is not connected to by the address %s',
    async (host) => {
      answer = json('{}')
      const before = server.requests()
      await expect(outboundRequests([], effects).getJson(url(host))).rejects.toThrow(/not public/)
      expect(server.requests()).toBe(before)
    },
  )

  it('is not connected to by a name, also when only one of its addresses is private', async () => {
    const before = server.requests()
    const mixed = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    await expect(outboundRequests([], { ...effects, resolve: mixed }).getJson(url())).rejects.toThrow(/not public/)
    await expect(outboundRequests(['other'], effects).getJson(url())).rejects.toThrow(/not public/)
    expect(server.requests()).toBe(before)
  })

  it('gains nothing by changing its address after it was checked', async () => {
    answer = json('{}')
    const before = server.requests()
    const asked: string[] = []
    // TEST-NET-1: no host answers there, so that a connection to the checked address fails.
    const rebinding = async (): Promise<{ address: string; family: number }[]> => {
      asked.push('')
      return [{ address: asked.length === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }]
    }
    const requests = outboundRequests(['keys.example'], { ...effects, timeout: 500, resolve: rebinding })
    await expect(requests.getJson(url())).rejects.toThrow()
    expect([asked.length, server.requests()]).toEqual([1, before])
  })

  it('is refused without TLS', async () => {
    await expect(allowed().getJson(url().replace('https', 'http'))).rejects.toThrow(/not https/)
  })
})
