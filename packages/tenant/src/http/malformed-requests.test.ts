import { connect } from 'node:net'
import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachQix } from '../qix/attach-qix.js'
import { lastRecord } from '../testing/refusals.js'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'

let tenant: StartedTenant
let token: string
let port: number
beforeAll(async () => {
  tenant = await startTenant({
    tenants: [
      { hostnames: ['one.example'], origin: 'https://one.example' },
      { hostnames: ['two.example'], origin: 'https://two.example' },
    ],
    routes: [registerRestRoutes],
    upgrades: [attachQix],
  })
  port = Number(new URL(tenant.url).port)
  const body = JSON.stringify({ grant_type: grantTypes.clientCredentials, ...wire(tenant.admin) })
  token = JSON.parse((await send(tokenRequest(['Host: one.example', ...json(body)], body))).body).access_token
})
afterAll(() => tenant?.close())

/** Sends bytes as they stand, and reads the answer until the server hangs up. */
const send = (text: string): Promise<{ status: number; head: string; body: string }> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk)).on('error', reject)
    socket.on('close', () => {
      const [head = '', body = ''] = Buffer.concat(chunks)
        .toString()
        .split(/\r\n\r\n(.*)/s)
      resolve({ status: Number(head.split(' ')[1]), head: head.toLowerCase(), body })
    })
  })
const request = (line: string, headers: readonly string[], body = ''): string =>
  [`${line} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n')
const json = (body: string): string[] => [
  'Content-Type: application/json',
  `Content-Length: ${Buffer.byteLength(body)}`,
]
const tokenRequest = (headers: readonly string[], body: string, target = '/oauth/token'): string =>
  request(`POST ${target}`, headers, body)

const codeOf = ({ status, body }: { status: number; body: string }) => {
  expect(body).not.toMatch(/FST_|fastify/i)
  const { errors, traceId } = JSON.parse(body)
  expect(traceId).toMatch(/^[0-9a-f]{20,}$/)
  return [status, errors[0].code]
}

describe('the host of a request', () => {
  const whoami = (target: string, ...hosts: string[]) =>
    send(
      request(
        `GET ${target}`,
        hosts.map((each) => `Host: ${each}`),
      ),
    )
  const metadata = '/.well-known/openid-configuration'

  it('is named once', async () => {
    for (const hosts of [['one.example', 'two.example'], ['one.example', 'one.example'], []]) {
      expect(codeOf(await whoami(metadata, ...hosts))).toEqual([400, 'HTTP-MALFORMED'])
    }
    for (const host of ['', 'one.example, two.example', 'user@one.example', 'one.example/two']) {
      expect(codeOf(await whoami(metadata, host))).toEqual([400, 'HTTP-MALFORMED'])
    }
    const body = JSON.stringify({ grant_type: grantTypes.clientCredentials, ...wire(tenant.admin) })
    const twice = await send(tokenRequest(['Host: one.example', 'Host: two.example', ...json(body)], body))
    expect(codeOf(twice)).toEqual([400, 'HTTP-MALFORMED'])
  })

  it('is that of a target which is a whole URL', async () => {
    const issuer = async (target: string) => JSON.parse((await whoami(target, 'one.example')).body).issuer
    expect(await issuer(`http://two.example${metadata}`)).toBe('https://two.example')
    expect(await issuer(`HTTPS://TWO.example:8443${metadata}?a`)).toBe('https://two.example')
    expect(codeOf(await whoami(`http://three.example${metadata}`, 'one.example'))).toEqual([421, 'TENANT-UNKNOWN-HOST'])
    expect(codeOf(await whoami(`http://a@two.example${metadata}`, 'one.example'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(codeOf(await whoami('http://two.example', 'one.example'))).toEqual([404, 'REST-NOT-FOUND'])
    const body = JSON.stringify({ grant_type: grantTypes.clientCredentials, ...wire(tenant.admin) })
    const headers = ['Host: one.example', ...json(body)]
    expect(codeOf(await send(tokenRequest(headers, body, 'http://two.example/oauth/token')))).toEqual([401, 'OAUTH-14'])
    expect((await send(tokenRequest(headers, body, 'http://one.example/oauth/token'))).status).toBe(200)
  })

  it('decides for sockets as well', async () => {
    const upgrade = (target: string, ...hosts: string[]) =>
      send(
        request(`GET ${target}`, [
          ...hosts.map((each) => `Host: ${each}`),
          'Upgrade: websocket',
          'Connection: Upgrade',
          'Sec-WebSocket-Version: 13',
        ]),
      )
    expect((await upgrade('/app/a', 'three.example')).status).toBe(421)
    expect((await upgrade('/app/a', 'one.example', 'two.example')).status).toBe(421)
    expect((await upgrade('http://three.example/app/a', 'one.example')).status).toBe(421)
    // Comes as far as the WebSocket's own headers, of which the key is missing.
    expect((await upgrade('http://one.example/app/a', 'three.example')).status).toBe(400)
  })
})

describe('an address that names nothing', () => {
  const get = (target: string) =>
    send(request(`GET ${target}`, ['Host: one.example', `Authorization: Bearer ${token}`]))

  it('is answered with the envelope', async () => {
    expect(codeOf(await get('/api/v1/users/%zz'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(codeOf(await get('/%c0%af'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(codeOf(await get(`/api/v1/users/${'a'.repeat(500)}`))).toEqual([404, 'REST-NOT-FOUND'])
    expect(codeOf(await get(`/${'a'.repeat(5000)}`))).toEqual([404, 'REST-NOT-FOUND'])
    expect(codeOf(await get('nowhere'))).toEqual([400, 'HTTP-MALFORMED'])
  })
})

describe('what is no request', () => {
  it('is answered with the envelope', async () => {
    expect(codeOf(await send('nonsense\r\n\r\n'))).toEqual([400, 'HTTP-MALFORMED'])
    expect(codeOf(await send(request('GET /', ['Host: one.example', `X: ${'a'.repeat(20_000)}`])))).toEqual([
      431,
      'HTTP-HEADERS-TOO-LARGE',
    ])
  })
})

describe('a body', () => {
  const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  const authorized = () => ['Host: one.example', `Authorization: Bearer ${token}`]
  const post = (target: string, body: string, headers: string[] = json(body)) =>
    send(request(`POST ${target}`, [...authorized(), ...headers], body))

  it('is refused when it is nested deeper than anything is', async () => {
    for (const body of [
      nested,
      `{"a":${nested}}`,
      `{"name":"\\"","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ]) {
      expect(codeOf(await post('/api/v1/users', body))).toEqual([400, 'HTTP-MALFORMED'])
      expect(codeOf(await post('/oauth/revoke', body))).toEqual([400, 'HTTP-MALFORMED'])
      expect(codeOf(await send(tokenRequest(['Host: one.example', ...json(body)], body)))).toEqual([
        400,
        'HTTP-MALFORMED',
      ])
    }
    const patch = ['Content-Type: application/json-patch+json', `Content-Length: ${nested.length}`]
    const patched = await send(request('PATCH /api/v1/users/me', [...authorized(), ...patch], nested))
    expect(codeOf(patched)).toEqual([400, 'HTTP-MALFORMED'])
  })

  it('may hold any number of brackets in its texts', async () => {
    const body = JSON.stringify({ subject: 'brackets', name: `"${'[{'.repeat(500)}` })
    const { status, body: answer } = await post('/api/v1/users', body)
    expect([status, JSON.parse(answer).errors?.[0]?.code]).not.toEqual([400, 'HTTP-MALFORMED'])
  })

  it.each([
    ['Content-Encoding: gzip', 'Content-Type: application/json'],
    ['Content-Encoding: identity, br', 'Content-Type: application/json'],
    ['Content-Type: application/json; charset=iso-8859-1'],
    ['Content-Type: application/json;charset="UTF-16"'],
  ])('is refused with %s', async (...headers) => {
    const body = JSON.stringify({ grant_type: grantTypes.clientCredentials, ...wire(tenant.admin) })
    const all = [...headers, `Content-Length: ${body.length}`]
    for (const target of ['/api/v1/users', '/oauth/revoke', '/oauth/token', '/oauth/register']) {
      expect(codeOf(await post(target, body, all))).toEqual([415, 'REST-UNSUPPORTED-MEDIA-TYPE'])
    }
    const form = all.map((each) => each.replace('application/json', 'application/x-www-form-urlencoded'))
    expect(codeOf(await post('/oauth/token', body, form))).toEqual([415, 'REST-UNSUPPORTED-MEDIA-TYPE'])
    expect(await lastRecord(tenant)).toMatchObject({ errorCode: 'REST-UNSUPPORTED-MEDIA-TYPE' })
  })

  it.each(['Content-Encoding: identity', 'Content-Type: application/json; charset="UTF-8"; x=y'])(
    'is taken with %s',
    async (header) => {
      const body = JSON.stringify({ grant_type: grantTypes.clientCredentials, ...wire(tenant.admin) })
      const headers = header.startsWith('Content-Type') ? [header] : [header, 'Content-Type: application/json']
      const length = `Content-Length: ${body.length}`
      expect((await send(tokenRequest(['Host: one.example', ...headers, length], body))).status).toBe(200)
    },
  )
})
