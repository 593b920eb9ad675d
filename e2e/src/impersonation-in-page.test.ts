import { auth, oauthClients } from '@qlik/api'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { ensureDirector } from './harness/director.js'
import { openObservedPage } from './harness/observed-page.js'
import { type SinglePageApp, startSinglePageApp } from './harness/single-page-app.js'

const demo = inject('demo')
const asAdmin = {
  hostConfig: { authType: 'oauth2' as const, host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' },
  noCache: true,
}

const subject = 'altimeter|dana'

let app: SinglePageApp
let browser: TestBrowser
let hostConfig: { clientId: string; clientSecret: string }

/** A page without elements: the published package, with tokens that the page's backend hands out. */
const page = `<!doctype html>
<meta charset="utf-8" />
<title>Programmed</title>
<link rel="icon" href="data:," />
<body>
  <script type="module">
    import { setDefaultHostConfig } from '/vendor-api/auth.js'
    import { openAppSession } from '/vendor-api/qix.js'
    import { getMyUser } from '/vendor-api/users.js'

    const { clientId } = await window.backend('client')
    setDefaultHostConfig({
      authType: 'oauth2',
      host: 'TENANT_URL',
      clientId,
      getAccessToken: () => window.backend('token'),
    })
    const { data: me } = await getMyUser()
    const app = await openAppSession({ appId: '${demo.appId}' }).getDoc()
    const { qTitle } = await app.getAppLayout()
    document.body.append(me.subject + ' reads ' + qTitle)
  </script>
</body>`

beforeAll(async () => {
  app = await startSinglePageApp(demo, () => ({ '/impersonated.html': page }))
  const { data: client } = await oauthClients.createOAuthClient(
    {
      appType: 'web',
      clientName: 'Impersonation in a page without elements',
      allowedScopes: ['user_default'],
      allowedGrantTypes: ['urn:qlik:oauth:user-impersonation'],
      allowedOrigins: [app.origin],
      connectionConfig: { consentMethod: 'trusted' },
    },
    asAdmin,
  )
  hostConfig = { clientId: client.clientId, clientSecret: client.clientSecret ?? '' }
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  app?.close()
})

it('opens an app by @qlik/api in the name of a user, with tokens of the backend and without a cookie', async () => {
  await ensureDirector(browser.context, demo)
  const { page: observed, errors } = await openObservedPage(browser.context)
  await observed.exposeFunction('backend', (what: 'client' | 'token') =>
    what === 'client'
      ? { clientId: hostConfig.clientId }
      : auth.getAccessToken({
          hostConfig: { authType: 'oauth2', host: demo.tenantUrl, ...hostConfig, subject, noCache: true },
        }),
  )
  await observed.goto(`${app.origin}/impersonated.html`)
  await expect.poll(() => observed.locator('body').textContent()).toContain(`${subject} reads US flights 2001`)
  expect(errors).toEqual([])
  expect(await browser.context.cookies(demo.tenantUrl)).toEqual([])
})
