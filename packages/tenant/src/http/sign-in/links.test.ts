import { auth, users } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResetLink } from '../../sign-in/links/create-reset-link.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from '../rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from '../rest/testing/rest-caller.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser } from './testing/browser.js'

const password = 'seven green kettles'
let tenant: StartedTenant
let asAdmin: RestCaller
let asUserAdmin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes, registerSignInRoutes] })
  asAdmin = await machineCaller(tenant)
  asUserAdmin = await machineCaller(tenant, ['admin.users'])
})
afterAll(() => tenant?.close())

const invite = async (email: string, more = {}, caller = asUserAdmin) => {
  const { status, body } = await caller('POST', '/users/actions/invite', { invitees: [{ email, ...more }] })
  expect(status).toBe(207)
  return body.data[0]
}
const accept = async (link: string, values: Record<string, string>, browser = openBrowser(tenant)) => {
  const page = await browser.visit(link)
  return page.status === 200 ? browser.submit(page, values) : page
}

describe('invitations', () => {
  it('are made through the published client', async () => {
    const { clientId, clientSecret } = tenant.admin
    auth.setDefaultHostConfig({ host: tenant.url, authType: 'oauth2', clientId, clientSecret, scope: 'admin.users' })
    const { status, data } = await users.inviteUsers({ invitees: [{ email: 'published@example.com', name: 'Pub' }] })
    expect({ status, data }).toMatchObject({ status: 207, data: { data: [{ status: 'ok' }] } })
  })

  it('lead to a page that makes the invited user active and signs in', async () => {
    const invited = await invite('ann@example.com', { name: 'Ann', language: 'de' })
    expect(invited).toMatchObject({ email: 'ann@example.com', status: 'ok' })
    const before = await asAdmin('GET', `/users/${invited.userId}`)
    expect(before.body).toMatchObject({
      status: 'invited',
      name: 'Ann',
      subject: invited.subject,
      preferredLocale: 'de',
    })
    const browser = openBrowser(tenant)
    expect((await accept(invited.inviteLink, { name: 'Ann Miller', password }, browser)).location).toBe('/account')
    expect((await browser.visit('/account')).text).toContain('Ann Miller')
    const after = await asAdmin('GET', `/users/${invited.userId}`)
    expect(after.body).toMatchObject({ status: 'active', name: 'Ann Miller' })
    expect(after.body).not.toHaveProperty('inviteExpiry')
  })

  it('work once, also when taken twice at the same time', async () => {
    const { inviteLink } = await invite('bob@example.com')
    const answers = await Promise.all([1, 2, 3].map(() => accept(inviteLink, { name: 'Bob', password })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410])
    expect((await openBrowser(tenant).visit(inviteLink)).text).toContain('LOGIN-LINK-INVALID')
  })

  it('survive being looked at, and an unsuitable password', async () => {
    const { inviteLink } = await invite('carol@example.com')
    const refused = await accept(inviteLink, { name: 'Carol', password: 'password1234' })
    expect(refused.status).toBe(422)
    expect(refused.text).toMatch(/role="alert".*well known.*id="password-problem".*aria-invalid="true"/s)
    expect((await accept(inviteLink, { name: 'Carol', password })).status).toBe(200)
  })

  it('end with their time, with a newer one, and with the user', async () => {
    const { inviteLink, userId } = await invite('dan@example.com')
    const again = await invite('dan@example.com', { resend: true })
    expect(again).toMatchObject({ status: 'ok', userId })
    expect((await openBrowser(tenant).visit(inviteLink)).status).toBe(410)
    const expire = (at: number) =>
      tenant.context.store.updateTable('users').set({ invite_expiry: at }).where('id', '=', userId).execute()
    await expire(Date.now() - 1)
    expect((await openBrowser(tenant).visit(again.inviteLink)).status).toBe(410)
    await asUserAdmin('PATCH', `/users/${userId}`, [{ op: 'renew', path: '/inviteExpiry', value: true }])
    expect((await openBrowser(tenant).visit(again.inviteLink)).status).toBe(200)
    await asUserAdmin('PATCH', `/users/${userId}`, [{ op: 'replace', path: '/status', value: 'disabled' }])
    expect((await openBrowser(tenant).visit(again.inviteLink)).status).toBe(410)
  })

  it('tell who exists, and give no link to them', async () => {
    const { userId, subject, inviteLink } = await invite('eve@example.com')
    expect(await invite('EVE@example.com')).toEqual({ email: 'EVE@example.com', status: 'exists', userId, subject })
    await accept(inviteLink, { name: 'Eve', password })
    expect(await invite('eve@example.com', { resend: true })).toMatchObject({ status: 'error', code: '1001' })
    await asUserAdmin('PATCH', `/users/${userId}`, [{ op: 'replace', path: '/status', value: 'disabled' }])
    expect(await invite('eve@example.com', { resend: true })).toMatchObject({ status: 'error', code: '1002' })
  })

  it('of who will administer are not given to who does not', async () => {
    const { userId } = await invite('chief@example.com')
    await asAdmin('PATCH', `/users/${userId}`, [
      { op: 'add', path: '/assignedRoles/-', value: { name: 'TenantAdmin' } },
    ])
    const refused = await invite('chief@example.com', { resend: true })
    expect(refused).toMatchObject({ status: 'error', code: 'REST-PRIVILEGE-ESCALATION' })
    expect(refused).not.toHaveProperty('inviteLink')
    expect(await invite('chief@example.com', { resend: true }, asAdmin)).toHaveProperty('inviteLink')
  })

  it('made by who does not administer end when the user is given a role that does', async () => {
    const promote = (userId: string) =>
      asAdmin('PATCH', `/users/${userId}`, [{ op: 'add', path: '/assignedRoles/-', value: { name: 'TenantAdmin' } }])
    const [theirs, ours] = [await invite('theirs@example.com'), await invite('ours@example.com', {}, asAdmin)]
    await promote(theirs.userId)
    await promote(ours.userId)
    expect((await openBrowser(tenant).visit(theirs.inviteLink)).status).toBe(410)
    expect((await openBrowser(tenant).visit(ours.inviteLink)).status).toBe(200)
  })

  it('need the scope, and are recorded', async () => {
    await invite('fay@example.com')
    expect(await lastRecord(tenant)).toMatchObject({ event: 'user.invited', outcome: 'success' })
    const reader = await machineCaller(tenant, ['admin.users:read'])
    const refused = await reader('POST', '/users/actions/invite', { invitees: [{ email: 'g@example.com' }] })
    expect(refused.status).toBe(403)
  })

  it('of one address at the same time make one user', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => invite('many@example.com')))
    expect(new Set(answers.map(({ userId }) => userId)).size).toBe(1)
    expect(answers.filter(({ status }) => status === 'ok')).toHaveLength(1)
  })
})

describe('a reset', () => {
  it('replaces the password, ends every session, and lets a slowed-down user in', async () => {
    const { userId, inviteLink } = await invite('gus@example.com')
    const browser = openBrowser(tenant)
    await accept(inviteLink, { name: 'Gus', password }, browser)
    for (let index = 0; index < 6; index++) await signIn('gus@example.com', 'wrong')
    expect((await signIn('gus@example.com', password)).status).toBe(429)

    const operator = { actor: { type: 'operator', id: 'test' } } as const
    const { token } = await createResetLink(tenant.context, 'gus@example.com', operator)
    expect((await accept(`/login/link?token=${token}`, { password: 'nine yellow buckets' })).status).toBe(200)
    expect((await browser.visit('/account')).location).toBe('/login')
    expect((await signIn('gus@example.com', password)).status).toBe(401)
    expect((await signIn('gus@example.com', 'nine yellow buckets')).status).toBe(200)
    await expect(createResetLink(tenant.context, 'nobody', operator)).rejects.toMatchObject({ code: 'USERS-7' })
    await asUserAdmin('PATCH', `/users/${userId}`, [{ op: 'replace', path: '/status', value: 'disabled' }])
    expect((await signIn('gus@example.com', 'nine yellow buckets')).status).toBe(401)
  })
})

const signIn = async (login: string, typed: string, browser = openBrowser(tenant)) =>
  browser.submit(await browser.visit('/login'), { login, password: typed })

describe('a signed-in user', () => {
  it('changes the password by proving to know it, and stays signed in here only', async () => {
    await accept((await invite('hal@example.com')).inviteLink, { name: 'Hal', password })
    const [here, there] = [openBrowser(tenant), openBrowser(tenant)]
    await signIn('hal@example.com', password, here)
    await signIn('hal@example.com', password, there)
    const change = async (current_password: string, typed: string) =>
      here.submit(await here.visit('/account/password'), { current_password, password: typed })
    expect((await change('wrong', 'nine yellow buckets')).status).toBe(401)
    expect((await change(password, 'short')).status).toBe(422)
    expect((await change(password, 'nine yellow buckets')).status).toBe(200)
    expect((await here.visit('/account')).status).toBe(200)
    expect((await there.visit('/account')).location).toBe('/login')
    expect((await signIn('hal@example.com', password)).status).toBe(401)
    // The browser in which Hal signed in before is not slowed down by guesses from elsewhere.
    for (let index = 0; index < 6; index++) await signIn('hal@example.com', 'wrong')
    expect((await signIn('hal@example.com', 'nine yellow buckets')).status).toBe(429)
    expect((await signIn('hal@example.com', 'nine yellow buckets', there)).status).toBe(200)
  })
})
