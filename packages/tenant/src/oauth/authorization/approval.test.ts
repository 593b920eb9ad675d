import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setClientEnabled } from '../../clients/set-client-enabled.js'
import { tenantAdminRoleId } from '../../directory/roles/default-roles.js'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { machineCaller } from '../../http/rest/testing/rest-caller.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { authorizationQuery, type Browser, callback, openBrowser, redemption } from './testing/browser.js'
import { consentForm, consentPath, continued } from './testing/consent-form.js'

let tenant: StartedTenant
let clientId: string
let adminId: string
let admin: Browser
let user: Browser

const page = { origin: new URL(callback).origin }

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], config: { dynamicClientRegistration: true } })
  const switchOn = [{ op: 'replace', path: '/dynamicClientRegistration', value: true }]
  await (await machineCaller(tenant))('PATCH', '/oauth-clients/settings', switchOn)
  user = await openBrowser(tenant, await tenant.addUser())
})
beforeEach(async () => {
  const response = await fetch(`${tenant.url}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Assistant',
      client_uri: 'https://spa.example',
      redirect_uris: [callback],
      token_endpoint_auth_method: 'none',
    }),
  })
  clientId = (await response.json()).client_id
  adminId = await addAdmin()
  admin = await openBrowser(tenant, adminId)
})
afterAll(() => tenant?.close())

const addAdmin = async (): Promise<string> => {
  const id = await tenant.addUser()
  const role = { tenant_id: tenant.context.tenant.id, user_id: id, role_id: tenantAdminRoleId }
  await tenant.dependencies.store.insertInto('user_roles').values(role).execute()
  return id
}
const authorize = (browser: Browser, changes: Record<string, string> = {}) =>
  browser.visit(`/oauth/authorize?${authorizationQuery(clientId, changes)}`)
/** What the page says, without what differs from one answer to the next. */
const told = ({ status, text }: { status: number; text: string }) => [status, text.replaceAll(/[0-9a-f]{20,}/g, '')]
const recordsOf = async (event: string) => {
  const rows = await tenant.dependencies.store.selectFrom('audit_journal').select('record').execute()
  return rows.map(({ record }) => JSON.parse(record)).filter((each) => each.event === event)
}

describe('a registered client that waits for approval', () => {
  it('is to everybody but administrators as if it did not exist', async () => {
    const unknown = `/oauth/authorize?${authorizationQuery('nobody')}`
    for (const browser of [user, await openBrowser(tenant)]) {
      const answer = await authorize(browser)
      expect(answer.status).toBe(400)
      expect(told(answer)).toEqual(told(await browser.visit(unknown)))
    }
  })

  it('is approved by the consent of an administrator, who is told so, and usable by all then', async () => {
    const asked = await authorize(admin)
    expect(asked.text).toContain('nobody has approved it yet')
    const { code = '' } = continued(await admin.send(consentPath, consentForm(asked)))
    expect((await tenant.requestToken(redemption(clientId, code), page)).status).toBe(200)
    expect(await recordsOf('oauth-client.connection-config.approved')).toContainEqual(
      expect.objectContaining({ actor: { type: 'user', id: adminId }, subject: clientId, outcome: 'success' }),
    )
    const next = await authorize(user)
    expect([next.status, next.text.includes('nobody has approved it yet')]).toEqual([200, false])
  })

  it('has the administrator asked whatever its consent method and former consents, and never silently', async () => {
    const { store } = tenant.dependencies
    await store.updateTable('oauth_clients').set({ consent_method: 'trusted' }).where('id', '=', clientId).execute()
    expect((await authorize(admin)).text).toContain('nobody has approved it yet')
    expect((await authorize(admin, { prompt: 'none' })).answer).toMatchObject({ error: 'consent_required' })
  })

  it('goes on waiting when the administrator says no, or is none any more', async () => {
    const asked = [await authorize(admin), await authorize(admin)]
    await admin.send(consentPath, consentForm(asked[0] ?? { text: '' }, 'deny'))
    await tenant.dependencies.store.deleteFrom('user_roles').where('user_id', '=', adminId).execute()
    const answer = await admin.send(consentPath, consentForm(asked[1] ?? { text: '' }))
    expect(answer.text).toContain('OAUTH-AUTHORIZE-CLIENT')
    const other = await openBrowser(tenant, await addAdmin())
    expect((await authorize(other)).text).toContain('nobody has approved it yet')
  })

  it('is not approved once its hour is over, or the operator disabled it', async () => {
    const { store } = tenant.dependencies
    const asked = await authorize(admin)
    await store.updateTable('oauth_clients').set({ approval_due_at: Date.now() }).where('id', '=', clientId).execute()
    expect((await authorize(admin)).status).toBe(400)
    expect((await admin.send(consentPath, consentForm(asked))).text).toContain('OAUTH-AUTHORIZE-CLIENT')

    await store
      .updateTable('oauth_clients')
      .set({ approval_due_at: Date.now() + 60_000 })
      .where('id', '=', clientId)
      .execute()
    await setClientEnabled(tenant.context, clientId, { enabled: false, reason: 'suspended' })
    expect((await authorize(admin)).status).toBe(400)
  })
})
