import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { lastRecord } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { authorizationQuery, type Browser, openBrowser, redemption, spa } from './testing/browser.js'
import { continued, consentForm as form, hidden, consentPath as path } from './testing/consent-form.js'

let tenant: StartedTenant
let client: Credentials
let userId: string
let browser: Browser

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
})
beforeEach(async () => {
  client = await tenant.addClient({
    ...spa,
    name: 'Sales <b>board</b>',
    consent_method: 'required',
    allowed_scopes: '["user_default","offline_access"]',
  })
  userId = await tenant.addUser({ name: 'Ada' })
  browser = await openBrowser(tenant, userId)
})
afterAll(() => tenant?.close())

const page = { origin: 'https://spa.example' }

const authorize = (scope = 'apps:read', changes: Record<string, string> = {}) =>
  browser.visit(`/oauth/authorize?${authorizationQuery(client.clientId, { scope, ...changes })}`)

const allow = async (scope?: string) => continued(await browser.send(path, form(await authorize(scope))))

describe('a client that the tenant does not vouch for', () => {
  it('is shown with what it asks for, on a page that cannot be framed or scripted', async () => {
    const { status, text, headers } = await authorize('apps:read offline_access')
    expect(status).toBe(200)
    expect(text).toContain('Sales &#60;b&#62;board&#60;/b&#62; asks for access')
    for (const words of ['Ada', 'See apps', 'Keep this access while you are away', 'spa.example']) {
      expect(text).toContain(words)
    }
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('gets its code when the user allows it, and is remembered', async () => {
    expect(await allow()).toMatchObject({ code: expect.any(String), state: 'the state', iss: tenant.url })
    expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-consent.given', client: client.clientId })
    expect((await authorize()).answer).toHaveProperty('code')
    expect((await authorize('apps:read', { prompt: 'none' })).answer).toHaveProperty('code')
  })

  it('is told when the user does not', async () => {
    const answer = continued(await browser.send(path, form(await authorize(), 'deny')))
    expect(answer).toMatchObject({ error: 'access_denied', error_code: 'OAUTH-ACCESS-DENIED', state: 'the state' })
    expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-consent.denied', subject: userId })
    expect((await authorize()).text).toContain('asks for access')
  })

  it('has the user asked again for more, for another user, and with prompt=consent', async () => {
    await allow()
    expect((await authorize('user_default')).status).toBe(200)
    expect((await authorize('apps:read', { prompt: 'consent' })).status).toBe(200)
    expect((await authorize('user_default', { prompt: 'none' })).answer).toMatchObject({ error: 'consent_required' })
    const other = await openBrowser(tenant, await tenant.addUser())
    const query = authorizationQuery(client.clientId, { scope: 'apps:read' })
    expect((await other.visit(`/oauth/authorize?${query}`)).status).toBe(200)
  })

  it('keeps what was allowed before when more is allowed', async () => {
    await allow('apps:read')
    await allow('identity.name:read')
    expect((await authorize('apps:read identity.name:read')).answer).toHaveProperty('code')
  })
})

describe('the form of the consent page counts', () => {
  it('once', async () => {
    const sent = form(await authorize())
    await browser.send(path, sent)
    expect((await browser.send(path, sent)).text).toContain('OAUTH-AUTHORIZE-EXPIRED')
  })

  it('only in the session that it was shown in', async () => {
    const sent = form(await authorize())
    const attacker = await openBrowser(tenant, await tenant.addUser())
    for (const other of [attacker, await openBrowser(tenant), await openBrowser(tenant, userId)]) {
      const { status, text } = await other.send(path, sent)
      expect(status).toBe(403)
      expect(text).toContain('OAUTH-CONSENT-FORM')
    }
    expect((await browser.send(path, { ...sent, csrf_token: '' })).status).toBe(403)
    expect(continued(await browser.send(path, sent))).toHaveProperty('code')
  })

  it('only for a request that waits', async () => {
    const sent = { ...form(await authorize()), request: 'made-up' }
    expect((await browser.send(path, sent)).status).toBe(400)
  })
})

describe('a consent that is withdrawn', () => {
  const obtain = async () => {
    const { code = '' } = await allow('user_default offline_access')
    const { body } = await tenant.requestToken(redemption(client.clientId, code), page)
    return body
  }
  const api = (token: string, path: string, method = 'GET') =>
    fetch(`${tenant.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, ...page } })

  it('by a program ends what was obtained with it', async () => {
    const { access_token: token, refresh_token } = await obtain()
    expect(await (await api(token, '/oauth-consents')).json()).toEqual({
      data: [
        {
          clientId: client.clientId,
          clientName: 'Sales <b>board</b>',
          scopes: ['user_default', 'offline_access'],
          givenAt: expect.any(String),
        },
      ],
    })
    expect((await api(token, `/oauth-consents/${client.clientId}`, 'DELETE')).status).toBe(204)
    expect((await api(token, '/oauth-consents')).status).toBe(401)
    const refresh = { grant_type: 'refresh_token', client_id: client.clientId, refresh_token }
    expect((await tenant.requestToken(refresh, page)).status).toBe(400)
    expect((await authorize()).text).toContain('asks for access')
  })

  it('on the page ends it for that user only', async () => {
    const { access_token: token } = await obtain()
    const other = await openBrowser(tenant, await tenant.addUser())
    expect((await other.visit('/oauth/consents')).text).not.toContain('Sales')
    const { text } = await browser.visit('/oauth/consents')
    const sent = { client_id: client.clientId, csrf_token: hidden(text, 'csrf_token') }
    expect((await other.send('/oauth/consents', sent)).status).toBe(403)
    expect((await api(token, '/oauth-consents')).status).toBe(200)

    expect(await browser.send('/oauth/consents', sent)).toMatchObject({ status: 303, location: '/oauth/consents' })
    expect((await browser.visit('/oauth/consents')).text).toContain('not allowed any application')
    expect((await api(token, '/oauth-consents')).status).toBe(401)
  })

  it('was given before: another user and another client are told that there is none', async () => {
    const { access_token: token } = await obtain()
    expect((await api(token, '/oauth-consents/other', 'DELETE')).status).toBe(404)
  })

  it('is shown to nobody who is not signed in', async () => {
    const { location } = await (await openBrowser(tenant)).visit('/oauth/consents')
    expect(location).toBe('/login?returnto=%2Foauth%2Fconsents')
  })
})
