import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { registerSignInRoutes } from './sign-in/register-sign-in-routes.js'
import { givePassword } from './sign-in/testing/password-user.js'

const own = 'https://acme.example.com'
const alias = 'https://corp.example.com'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({
    routes: [registerRestRoutes, registerSignInRoutes],
    tenants: [
      { name: 'Acme', origin: own, hostnames: ['acme.example.com', 'corp.example.com'] },
      { name: 'Other', origin: 'https://other.example.com', hostnames: ['other.example.com'] },
    ],
  })
  const ann = await tenant.addUser({ subject: 'ann', subject_folded: 'ann' })
  await givePassword(tenant, ann, 'seven green kettles')
})
afterAll(() => tenant?.close())

const send = (method: string, path: string, headers: Record<string, string>, body = '') =>
  new Promise<{ status: number | undefined; text: string; location: string | undefined; setCookies: string[] }>(
    (resolve, reject) => {
      const sent = request(
        `${tenant.url}${path}`,
        { method, headers: { accept: 'text/html', ...headers } },
        (response) =>
          text(response).then(
            (answer) =>
              resolve({
                status: response.statusCode,
                text: answer,
                location: response.headers.location,
                setCookies: response.headers['set-cookie'] ?? [],
              }),
            reject,
          ),
      )
      sent.on('error', reject).end(body)
    },
  )

const cookiesOf = (setCookies: readonly string[]): string => setCookies.map((line) => line.split(';')[0]).join('; ')

/** Signs in by the form of a host, as a browser whose page has that origin. */
const signIn = async (host: string, origin: string) => {
  const page = await send('GET', '/login', { host })
  const form = new URLSearchParams({
    form_token: /name="form_token" value="([^"]*)"/.exec(page.text)?.[1] ?? '',
    login: 'ann',
    password: 'seven green kettles',
  })
  const headers = { host, origin, cookie: cookiesOf(page.setCookies), 'sec-fetch-site': 'same-origin' }
  return send('POST', '/login', { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, form.toString())
}

describe('under the alias of a tenant', () => {
  it.each([
    ['acme.example.com', own],
    ['corp.example.com', alias],
  ])('people sign in at %s, and its pages act with their session', async (host, origin) => {
    const signedIn = await signIn(host, origin)
    expect(signedIn.status).toBe(200)
    const headers = { host, origin, cookie: cookiesOf(signedIn.setCookies), 'sec-fetch-site': 'same-origin' }
    expect((await send('GET', '/api/v1/users/me', headers)).status).toBe(200)
  })

  it('they return to pages of either name', async () => {
    const returning = (returnto: string) =>
      send('GET', `/login?${new URLSearchParams({ returnto })}`, { host: 'corp.example.com' })
    expect((await returning(`${alias}/account`)).status).toBe(200)
    expect((await returning('https://other.example.com/account')).status).toBe(401)
  })

  it('a sign-in with an identity provider goes on at the own name, where it comes back to', async () => {
    const path = '/login/provider?provider=unknown&returnto=%2Fa'
    const { status, location } = await send('GET', path, { host: 'corp.example.com:443' })
    expect({ status, location }).toEqual({ status: 303, location: own + path })
    expect((await send('GET', path, { host: 'acme.example.com' })).location).toBeUndefined()
  })

  it.each([
    'https://other.example.com',
    'http://corp.example.com',
    'https://corp.example.com:8443',
    'https://x.corp.example.com',
    'https://corp.example.com.evil.example',
    'null',
  ])('a page of %s is foreign', async (origin) => {
    expect((await signIn('corp.example.com', origin)).status).toBe(403)
    expect((await signIn('acme.example.com', origin)).status).toBe(403)
  })

  it('a page of the alias of another tenant is foreign', async () => {
    expect((await signIn('other.example.com', alias)).status).toBe(403)
  })
})
