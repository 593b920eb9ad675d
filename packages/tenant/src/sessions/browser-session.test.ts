import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteIdentityProvider } from '../identity-providers/delete-identity-provider.js'
import { jwtPortal, setUp, webIntegration } from '../jwt-login/testing/jwt-portal.js'
import { advanceUserEpoch } from '../store/epochs.js'
import type { IdentityChange } from '../tenants/identity-changes.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { lastRecord } from '../testing/refusals.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { createBrowserSession, type NewBrowserSession } from './create-browser-session.js'
import { endBrowserSession } from './end-browser-session.js'
import { readBrowserSession } from './read-browser-session.js'

const minute = 60_000

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant?.close())

const begin = async (changes: Partial<NewBrowserSession> = {}, context: TenantContext = tenant.context) => {
  const userId = changes.userId ?? (await tenant.addUser())
  const begun = await createBrowserSession(context, {
    userId,
    source: 'interactive',
    idpId: null,
    authTime: context.clock(),
    ...changes,
  })
  return { ...begun, cookies: begun.setCookies.map((each) => each.split(';')[0]).join('; ') }
}

/** The tenant, some milliseconds later. */
const later = (ms: number): TenantContext => ({ ...tenant.context, clock: () => Date.now() + ms })

describe('a browser session', () => {
  it('is read by the cookie of its sign-in, with a CSRF token that stays the same', async () => {
    const { session, cookies } = await begin()
    expect(await readBrowserSession(tenant.context, `other=1; ${cookies}`)).toEqual({
      ...session,
      expiresAt: expect.any(Number),
    })
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'user-session.begun',
      subject: session.userId,
      sessionId: session.id,
      source: 'interactive',
    })
  })

  it('counts for nothing when its sign-in outlasted the identity provider that vouched for the user', async () => {
    const { context } = tenant
    const { idpId } = await jwtPortal(tenant)
    const { cookies } = await begin({ idpId })
    expect(await readBrowserSession(context, cookies)).toBeDefined()
    await deleteIdentityProvider(context, setUp, idpId)
    const late = await begin({ idpId })
    expect(await readBrowserSession(context, late.cookies)).toBeUndefined()
  })

  it('counts for the pages that it was begun for, whatever the name that its cookie is presented under', async () => {
    const { context } = tenant
    const [one, other] = [await webIntegration(context, []), await webIntegration(context, [])]
    const ofPage = (await begin({ webIntegrationId: one })).cookies.split('=')[1]
    const ofTenant = (await begin()).cookies.split('=')[1]
    const read = (name: string, value: string | undefined, webIntegrationId?: string) =>
      readBrowserSession(context, `${name}=${value}`, { webIntegrationId })
    expect(await read(`__Host-eas.sid.${one}`, ofPage, one)).toBeDefined()
    expect(await read(`__Host-eas.sid.${other}`, ofPage, other)).toBeUndefined()
    expect(await read('__Host-eas.sid', ofPage)).toBeUndefined()
    expect(await read(`__Host-eas.sid.${one}`, ofTenant, one)).toBeUndefined()
  })

  it('keeps its secret out of the store', async () => {
    const { cookies } = await begin()
    const secret = cookies.split('.').at(-1) ?? ''
    const rows = await tenant.dependencies.store.selectFrom('browser_sessions').selectAll().execute()
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('is not read by anything but its cookie', async () => {
    const { session, cookies } = await begin()
    const other = await begin()
    const secretOfOther = other.cookies.split('.').at(-1)
    for (const header of [
      undefined,
      '',
      `__Host-eas.sid=${session.id}`,
      `__Host-eas.sid=${session.id}.`,
      `__Host-eas.sid=${session.id}.${secretOfOther}`,
      cookies.slice(0, -1),
      cookies.replace('__Host-', ''),
    ])
      expect(await readBrowserSession(tenant.context, header)).toBeUndefined()
  })

  it('belongs to its tenant', async () => {
    const { cookies } = await begin()
    const elsewhere = { ...tenant.context, tenant: { ...tenant.context.tenant, id: 'other' } }
    expect(await readBrowserSession(elsewhere, cookies)).toBeUndefined()
  })

  it('ends after half an hour without use', async () => {
    const { cookies } = await begin()
    expect(await readBrowserSession(later(29 * minute), cookies)).toBeDefined()
    expect(await readBrowserSession(later(58 * minute), cookies)).toBeDefined()
    expect(await readBrowserSession(later(89 * minute), cookies)).toBeUndefined()
  })

  it('ends after a day however much it is used', async () => {
    const { cookies } = await begin()
    for (let at = 0; at < 24 * 60; at += 29) expect(await readBrowserSession(later(at * minute), cookies)).toBeDefined()
    expect(await readBrowserSession(later(24 * 60 * minute), cookies)).toBeUndefined()
  })

  it('writes its use down once a minute, not at each request', async () => {
    const { session, cookies } = await begin()
    const lastUsed = async (): Promise<number> => {
      const rows = tenant.dependencies.store.selectFrom('browser_sessions').select('last_used_at')
      return (await rows.where('id', '=', session.id).executeTakeFirstOrThrow()).last_used_at
    }
    await readBrowserSession(later(minute / 2), cookies)
    expect(await lastUsed()).toBe(session.createdAt)
    await readBrowserSession(later(minute + 1), cookies)
    expect(await lastUsed()).toBeGreaterThan(session.createdAt)
  })

  it('lasts as long as the settings of the tenant say now', async () => {
    const { cookies } = await begin()
    const settings = {
      tenant_id: tenant.context.tenant.id,
      session_inactivity_minutes: 15,
      session_lifespan_minutes: 60,
    }
    const { store } = tenant.dependencies
    await store.insertInto('auth_settings').values(settings).execute()
    expect(await readBrowserSession(later(16 * minute), cookies)).toBeUndefined()
    await store.deleteFrom('auth_settings').execute()
    expect(await readBrowserSession(later(16 * minute), cookies)).toBeDefined()
  })

  it('dies with its user, and with every change of the rights of its user', async () => {
    const { store } = tenant.dependencies
    const disabled = await begin()
    await store.updateTable('users').set({ status: 'disabled' }).where('id', '=', disabled.session.userId).execute()
    expect(await readBrowserSession(tenant.context, disabled.cookies)).toBeUndefined()

    const changed = await begin()
    await advanceUserEpoch(store, tenant.context.tenant.id, changed.session.userId)
    expect(await readBrowserSession(tenant.context, changed.cookies)).toBeUndefined()
  })

  it.each(['disabled', 'invited', 'deleted'] as const)('is not begun for a user who is %s', async (status) => {
    const userId = await tenant.addUser({ status })
    await expect(begin({ userId })).rejects.toMatchObject({ code: 'LOGIN-USER-INACTIVE' })
  })

  it('is worthless once ended, which every node is told', async () => {
    const { session, cookies } = await begin()
    const told: IdentityChange[] = []
    const stop = tenant.dependencies.identityChanges.subscribe((change) => told.push(change))
    const cleared = await endBrowserSession(tenant.context, session)
    stop()
    expect(await readBrowserSession(tenant.context, cookies)).toBeUndefined()
    expect(told).toEqual([{ tenantId: tenant.context.tenant.id, kind: 'session', id: session.id }])
    expect(cleared[0]).toBe('__Host-eas.sid=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax')
    expect(await lastRecord(tenant)).toMatchObject({ event: 'user-session.ended', sessionId: session.id })
  })
})
