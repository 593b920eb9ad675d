import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { auth, groups, identityProviders, oauthClients, users, webIntegrations } from '@qlik/api'
import type { HostConfig } from '@qlik/api/auth'
import { SignJWT } from 'jose'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'
import { chartTotal } from './harness/dashboard.js'
import { alertIn, waitUntilShown } from './harness/embed-page.js'
import { totalsOf, westernStates } from './harness/flights-data.js'

const demo = inject('demo')
const run = randomUUID().slice(0, 8)
const asAdmin = {
  hostConfig: { authType: 'oauth2', host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' } as HostConfig,
  noCache: true,
}
const entry = createRequire(import.meta.url).resolve('@qlik/embed-web-components')
const webComponents = readFileSync(entry, 'utf8')
const oauthCallback = readFileSync(join(dirname(entry), 'oauth-callback.js'), 'utf8')
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const issuer = `portal-${run}`

/** What a host signs for its user, with their group in the data. */
const signJwt = (): Promise<string> => {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({
    sub: `migration|${run}`,
    subType: 'user',
    name: 'Mia',
    email: 'mia@example.com',
    email_verified: true,
    groups: ['Western region'],
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
    .setIssuer(issuer)
    .setAudience('qlik.api/login/jwt-session')
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + 60)
    .setJti(randomUUID())
    .sign(privateKey)
}

/** Makes a web integration of the portal's page. */
const makeIntegration = async (partitionedCookies: boolean): Promise<string> => {
  const body = { name: `Portal ${run}`, validOrigins: [demo.portalUrl], partitionedCookies }
  return (await webIntegrations.createWebIntegration(body, asAdmin)).data.id ?? ''
}

beforeAll(async () => {
  await groups.patchGroupsSettings([{ op: 'replace', path: '/autoCreateGroups', value: true }], asAdmin)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const options = { issuer, staticKeys: [{ kid: 'key-1', pem }] }
  await identityProviders.createIdp({ protocol: 'jwtAuth', provider: 'external', options }, asAdmin)
})

/** The page that is migrated; what differs is how it says who looks at it. */
const pageHtml = (attributes: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>A page with one figure</title>
    <link rel="icon" href="data:," />
    <script src="/embed-web-components.js" data-host="${demo.tenantUrl}" ${attributes}></script>
  </head>
  <body>
    <div style="height: 300px">
      <qlik-embed id="figure" ui="analytics/chart" type="kpi" app-id="${demo.appId}" measures='["=Sum([Flights])"]'></qlik-embed>
    </div>
  </body>
</html>`

const openPage = async (page: Page, attributes: string): Promise<void> => {
  await page.context().grantPermissions(['local-network-access'], { origin: demo.portalUrl })
  await page.route(`${demo.portalUrl}/migrated`, (route) =>
    route.fulfill({ contentType: 'text/html', body: pageHtml(attributes) }),
  )
  await page.route(`${demo.portalUrl}/blank`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>.</title>' }),
  )
  await page.route(`${demo.portalUrl}/embed-web-components.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: webComponents }),
  )
}

type ThirdPartyCookies = 'blocked' | 'allowed'

/** Expects the figure to be the one that the group of the JWT may see. */
const expectFigure = async (page: Page): Promise<void> => {
  expect(await alertIn(page).count()).toBe(0)
  expect(await chartTotal(page, '#figure', 0)).toBe((await totalsOf({ states: westernStates })).flights)
}

/**
 * Asks for something by POST through `@qlik/api` in the page: that takes the CSRF token, which the page fetches by itself.
 *
 * @returns the code of the refusal: what the user may not do comes after what the page has to prove
 */
const searchUsers = (page: Page, webIntegrationId: string): Promise<string> =>
  page.evaluate(
    async ([host, id]) => {
      const main = (window as unknown as { QlikMain: { import(name: string): Promise<InvokeFetchModule> } }).QlikMain
      const { invokeFetch } = await main.import('invoke-fetch@v1')
      const hostConfig = { authType: 'cookie', host, webIntegrationId: id }
      const pathTemplate = '/api/v1/users/actions/filter'
      const call = { method: 'post', pathTemplate, body: {}, options: { hostConfig } }
      return invokeFetch('users', call).catch(({ data }) => data.errors[0].code)
    },
    [demo.tenantUrl, webIntegrationId],
  )

interface InvokeFetchModule {
  invokeFetch(api: string, request: object): Promise<never>
}

/** @returns `shown`, or where the browser was sent because the tenant knew nobody */
const byJwtCookies = async (thirdPartyCookies: ThirdPartyCookies, partitionedCookies: boolean): Promise<string> => {
  const integration = await makeIntegration(partitionedCookies)
  const { context, close } = await openChromium({ thirdPartyCookies })
  try {
    const page = await context.newPage()
    await openPage(page, `data-web-integration-id="${integration}" data-auth-type="cookie"`)
    await page.goto(`${demo.portalUrl}/blank`)
    const status = await page.evaluate(
      async ([url, jwt, id]) => {
        const headers = { Authorization: `Bearer ${jwt}`, 'qlik-web-integration-id': id as string }
        const init = { method: 'POST', credentials: 'include', mode: 'cors', headers } as const
        return (await fetch(`${url}/login/jwt-session`, init)).status
      },
      [demo.tenantUrl, await signJwt(), integration],
    )
    expect(status).toBe(200)
    await page.goto(`${demo.portalUrl}/migrated`)
    const shown = waitUntilShown(page.locator('#figure')).then(() => 'shown')
    const sentAway = page.waitForURL((url) => url.origin === demo.tenantUrl).then(() => new URL(page.url()).pathname)
    const outcome = await Promise.race(
      [shown, sentAway].map((each) => each.catch(() => new Promise<string>(() => undefined))),
    )
    if (outcome === 'shown') {
      await expectFigure(page)
      expect(await searchUsers(page, integration)).toBe('AUTH-INSUFFICIENT-SCOPE')
    }
    return outcome
  } finally {
    await close()
  }
}

describe('the same page, embedded', () => {
  it('by JWT session cookies, works where third-party cookies are allowed', async () => {
    expect(await byJwtCookies('allowed', false)).toBe('shown')
  })

  it('by JWT session cookies, fails where third-party cookies are blocked', async () => {
    expect(await byJwtCookies('blocked', false)).toBe('/login')
  })

  it('by partitioned JWT session cookies, works where third-party cookies are blocked', async () => {
    expect(await byJwtCookies('blocked', true)).toBe('shown')
  })

  it('by impersonation, works where third-party cookies are blocked, for the user whom the JWT made', async () => {
    const { data } = await users.getUsers({ filter: `subject eq "migration|${run}"` }, asAdmin)
    const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
    try {
      const page = await context.newPage()
      const { clientId, clientSecret } = demo.clients.impersonation
      await page.exposeFunction('supplyAccessToken', () =>
        auth.getAccessToken({
          hostConfig: {
            authType: 'oauth2',
            host: demo.tenantUrl,
            clientId,
            clientSecret,
            noCache: true,
            scope: 'user_default',
            userId: data.data?.[0]?.id ?? '',
          },
        }),
      )
      const attributes = `data-client-id="${clientId}" data-auth-type="Oauth2" data-get-access-token="supplyAccessToken"`
      await openPage(page, attributes)
      await page.goto(`${demo.portalUrl}/migrated`)
      await waitUntilShown(page.locator('#figure'))
      await expectFigure(page)
      expect(await context.cookies(demo.tenantUrl)).toEqual([])
    } finally {
      await close()
    }
  })

  it('as a single-page app, works where third-party cookies are blocked, for a user with a password', async () => {
    const redirectUri = `${demo.portalUrl}/callback`
    const { data: client } = await oauthClients.createOAuthClient(
      {
        appType: 'spa',
        clientName: `Page ${run}`,
        allowedScopes: ['user_default'],
        redirectUris: [redirectUri],
        allowedOrigins: [demo.portalUrl],
      },
      asAdmin,
    )
    const person = { email: `mia-${run}@example.com`, password: 'nineteen quiet ferries' }
    const { data } = await users.inviteUsers({ invitees: [{ email: person.email, name: 'Mia' }] }, asAdmin)
    const [invited] = data.data as unknown as { userId: string; inviteLink: string }[]
    await groups.createGroup({ name: 'Western region', providerType: 'custom' }, asAdmin).catch(() => undefined)
    const value = [{ name: 'Western region', providerType: 'custom' }]
    await users.patchUser(invited?.userId ?? '', [{ op: 'replace', path: '/assignedGroups', value }], asAdmin)

    const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
    try {
      const page = await context.newPage()
      await openPage(
        page,
        `data-client-id="${client.clientId}" data-auth-type="Oauth2" data-redirect-uri="${redirectUri}"`,
      )
      await page.route(`${redirectUri}?*`, (route) => {
        const script = `<script type="module" src="/oauth-callback.js" data-host="${demo.tenantUrl}"></script>`
        return route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><title>.</title><body>${script}</body>`,
        })
      })
      await page.route(`${demo.portalUrl}/oauth-callback.js`, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: oauthCallback }),
      )
      await page.goto(invited?.inviteLink ?? '')
      await page.getByLabel('Password').fill(person.password)
      await page.getByRole('button').first().click()
      await page.waitForURL(/\/account$/)
      await page.goto(`${demo.portalUrl}/migrated`)
      await page.getByRole('button', { name: 'Allow', exact: true }).click()
      await page.waitForURL(`${demo.portalUrl}/migrated`)
      await waitUntilShown(page.locator('#figure'))
      await expectFigure(page)
    } finally {
      await close()
    }
  })
})
