import { afterAll, beforeAll, expect, it } from 'vitest'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser } from './testing/browser.js'
import { givePassword } from './testing/password-user.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerSignInRoutes], config: { trustProxy: true } })
  await givePassword(tenant, await tenant.addUser({ subject: 'ann', subject_folded: 'ann' }), 'seven green kettles')
})
afterAll(() => tenant?.close())

it('counts attempts by the address that the proxy saw, whatever addresses the caller makes up', async () => {
  const browser = openBrowser(tenant)
  const page = await browser.visit('/login')
  const guess = (attempt: number) =>
    browser.submit(
      page,
      { login: `nobody-${attempt}`, password: 'x' },
      { 'x-forwarded-for': `198.51.100.${attempt}, 203.0.113.7` },
    )
  for (const attempt of [1, 2]) {
    expect((await guess(attempt)).status).toBe(401)
    expect(await lastRecord(tenant)).toMatchObject({ event: 'user-session.refused', address: '203.0.113.7' })
  }
  const counters = await tenant.context.store.selectFrom('sign_in_attempts').select('failures').execute()
  expect(counters.map(({ failures }) => failures).sort()).toEqual([1, 1, 2])
})
