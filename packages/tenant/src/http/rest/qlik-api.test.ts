import { auth, groups, items, oauthClients, spaces, tenants, users } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

let tenant: StartedTenant
let asAdmin: { hostConfig: HostConfig; noCache: true }

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  asAdmin = options(tenant.admin, { scope: 'admin_classic user_default' })
})
afterAll(() => tenant.close())

const options = (
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  more: { scope?: string; userId?: string; subject?: string } = {},
): { hostConfig: HostConfig; noCache: true } => ({
  hostConfig: { authType: 'oauth2', host: tenant.url, clientId, clientSecret, noCache: true, ...more },
  noCache: true,
})

/** What a failed call of the published client throws. */
const failure = async (call: Promise<unknown>): Promise<{ status: number; code: string }> => {
  const error = await call.then(
    () => ({ status: 200, data: { errors: [{ code: 'none' }] } }),
    (thrown: { status: number; data: { errors: [{ code: string }] } }) => thrown,
  )
  return { status: error.status, code: error.data.errors[0].code }
}

describe('the published client', () => {
  it('provisions a person at sign-in and mints a token in its name, as hosts do', async () => {
    const { data: created } = await oauthClients.createOAuthClient(
      {
        appType: 'web',
        clientName: 'Impersonation',
        allowedScopes: ['user_default'],
        redirectUris: ['https://portal.example/callback'],
        allowedOrigins: ['https://portal.example'],
        allowedGrantTypes: ['client_credentials', 'urn:qlik:oauth:user-impersonation'],
      },
      asAdmin,
    )
    const trusted = await oauthClients.patchOAuthClientConnectionConfig(
      created.clientId,
      [{ op: 'replace', path: '/consentMethod', value: 'trusted' }],
      asAdmin,
    )
    expect(trusted.status).toBe(204)

    const find = async () =>
      (await users.getUsers({ filter: 'email eq "ANN@portal.example" and status eq "active"' }, asAdmin)).data.data
    expect(await find()).toEqual([])
    const ann = { name: 'Ann', email: 'ann@portal.example', subject: 'portal|ann', status: 'active' as 'invited' }
    const { status, data: user } = await users.createUser(ann, asAdmin)
    expect(status).toBe(201)
    expect((await find())?.map(({ id }) => id)).toEqual([user.id])

    await groups.createGroup({ name: 'Managers', providerType: 'custom' }, asAdmin)
    const patched = await users.patchUser(
      user.id,
      [{ op: 'replace', path: '/assignedGroups', value: [{ name: 'Managers', providerType: 'custom' }] }],
      asAdmin,
    )
    expect(patched.status).toBe(204)
    expect((await users.getUser(user.id, { fields: 'assignedGroups' }, asAdmin)).data.assignedGroups).toMatchObject([
      { name: 'Managers', providerType: 'custom' },
    ])

    for (const lookup of [{ userId: user.id }, { subject: 'portal|ann' }]) {
      const asAnn = options(created, { scope: 'user_default', ...lookup })
      expect(await auth.getAccessToken(asAnn)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
      const { data: me } = await users.getMyUser(asAnn)
      expect(me).toMatchObject({ id: user.id, subject: 'portal|ann', name: 'Ann' })
      expect(await failure(users.getUsers({}, asAnn))).toEqual({ status: 403, code: 'AUTH-INSUFFICIENT-SCOPE' })
    }
  })

  it('follows pages both ways', async () => {
    for (const name of ['p1', 'p2', 'p3', 'p4', 'p5'])
      await users.createUser({ name, subject: `page|${name}` }, asAdmin)
    const names = ({ data }: Awaited<ReturnType<typeof users.getUsers>>) => data.data?.map((user) => user.name)
    const first = await users.getUsers(
      { filter: 'subject co "page|"', limit: 2, sort: '+name', totalResults: true },
      asAdmin,
    )
    expect(first.data.totalResults).toBe(5)
    const second = await first.next?.(asAdmin)
    const third = await second?.next?.(asAdmin)
    expect([names(first), second && names(second), third && names(third)]).toEqual([['p1', 'p2'], ['p3', 'p4'], ['p5']])
    expect(third?.next).toBeUndefined()
    const back = await third?.prev?.(asAdmin)
    expect(back && names(back)).toEqual(['p3', 'p4'])
    const filtered = await users.filterUsers({ limit: 2 }, { filter: 'name eq "p1" or name eq "p4"' }, asAdmin)
    expect(names(filtered)).toEqual(['p1', 'p4'])
    expect((await users.countUsersWithoutQuery(asAdmin)).data.total).toBeGreaterThanOrEqual(5)
  })

  it('manages groups', async () => {
    const { status, data: group } = await groups.createGroup(
      { name: 'Passing', providerType: 'custom', description: 'x' },
      asAdmin,
    )
    expect(status).toBe(201)
    expect(
      (await groups.patchGroup(group.id, [{ op: 'replace', path: 'description', value: 'y' }], asAdmin)).status,
    ).toBe(204)
    expect((await groups.getGroup(group.id, asAdmin)).data).toMatchObject({ name: 'Passing', description: 'y' })
    expect((await groups.getGroups({ filter: 'name eq "passing"' }, asAdmin)).data.data).toHaveLength(1)
    await groups.patchGroupsSettings([{ op: 'replace', path: '/autoCreateGroups', value: true }], asAdmin)
    expect((await groups.getGroupsSettings(asAdmin)).data.autoCreateGroups).toBe(true)
    expect((await groups.deleteGroup(group.id, asAdmin)).status).toBe(204)
    expect(await failure(groups.getGroup(group.id, asAdmin))).toEqual({ status: 404, code: 'GROUPS-7' })
  })

  it('manages OAuth clients and their secrets, and deletes one without the header it does not send', async () => {
    const { data: client } = await oauthClients.createOAuthClient(
      {
        appType: 'web',
        clientName: 'Short-lived',
        allowedScopes: ['apps:read'],
        connectionConfig: { consentMethod: 'trusted' },
      },
      asAdmin,
    )
    expect((await oauthClients.getOAuthClientConnectionConfig(client.clientId, asAdmin)).data.consentMethod).toBe(
      'trusted',
    )
    const { data: secret } = await oauthClients.createOAuthClientSecret(client.clientId, asAdmin)
    expect(secret.clientSecret.startsWith(secret.hint)).toBe(true)
    expect((await oauthClients.deleteOAuthClientSecret(client.clientId, secret.hint, asAdmin)).status).toBe(204)
    const patched = await oauthClients.patchOAuthClient(
      client.clientId,
      [{ op: 'replace', path: '/clientName', value: 'Renamed' }],
      asAdmin,
    )
    expect(patched.status).toBe(204)
    expect((await oauthClients.publishOAuthClient(client.clientId, asAdmin)).status).toBe(201)
    const { data: list } = await oauthClients.getOAuthClients(
      { filter: 'clientName eq "renamed"', totalResults: true },
      asAdmin,
    )
    expect(list.data.map(({ clientId }) => clientId)).toEqual([client.clientId])
    expect((await oauthClients.deleteOAuthClient(client.clientId, asAdmin)).status).toBe(204)
    expect((await failure(oauthClients.getOAuthClient(client.clientId, asAdmin))).status).toBe(404)
  })

  it('reads the tenant, spaces and items', async () => {
    expect((await tenants.getMyTenant(asAdmin)).data.id).toBe(tenant.context.tenant.id)
    await spaces.createSpace({ name: 'Shared', type: 'shared' }, asAdmin)
    expect((await spaces.getSpaces({ name: 'SHARE' }, asAdmin)).data.data).toMatchObject([{ name: 'Shared' }])
    expect((await items.getItems({ resourceType: 'app' }, asAdmin)).data.data).toEqual([])
  })

  it('learns of refusals', async () => {
    await users.createUser({ subject: 'once' }, asAdmin)
    expect(await failure(users.createUser({ subject: 'once' }, asAdmin))).toEqual({
      status: 409,
      code: 'USERS-DUPLICATE-SUBJECT',
    })
    expect(await failure(users.getUser('unknown', {}, asAdmin))).toEqual({ status: 404, code: 'USERS-7' })
    expect(await failure(users.getUsers({ filter: 'nonsense' }, asAdmin))).toEqual({
      status: 400,
      code: 'REST-INVALID-FILTER',
    })
  })
})
