import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admitVouchedUser } from '../../identity-providers/admit-vouched-user.js'
import { runTransaction } from '../../store/run-transaction.js'
import { type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant?.close())

const clientId = '0123456789abcdef0123456789abcdef'

/** Ways of writing what only a client's bot user is called. */
const spellings = [
  `qlikbot\\${clientId}`,
  `QlikBot\\${clientId}`,
  `qli\u212abot\\${clientId}`,
  `ｑｌｉｋｂｏｔ＼${clientId}`,
  `qlik bot \\${clientId}`,
  `q\u200blik\u00adbot\\${clientId}`,
  `qlikb\u043et\\${clientId}`,
  `ql\u0131kbot\u2216${clientId}`,
  `qlíkbot\\${clientId}`,
  'qlikbot\\',
]

describe('the subject of a client’s bot user', () => {
  const count = async () => (await admin('GET', '/users/actions/count')).body.total

  it.each(spellings)('is nobody else’s, written %j', async (subject) => {
    // Whoever is invited under an address becomes the one whom a provider vouches for; not under a reserved subject.
    const { body: invited } = await admin('POST', '/users/actions/invite', {
      invitees: [{ email: 'invited@example.com' }],
    })
    const before = await count()
    const created = await admin('POST', '/users', { subject })
    expect([created.status, created.body.errors[0]]).toEqual([
      400,
      expect.objectContaining({ code: 'USERS-RESERVED-SUBJECT', source: { pointer: '/subject' } }),
    ])
    const host = await tenant.addClient({ may_provision_users: 1 })
    const request = { grant_type: 'urn:qlik:oauth:user-impersonation', ...wire(host), user: { subject } }
    const minted = await tenant.requestToken(request)
    expect([minted.status, minted.body.errors[0].code, minted.body.error]).toEqual([
      400,
      'USERS-RESERVED-SUBJECT',
      'invalid_request',
    ])
    // What signs in by a JWT and at an identity provider goes through this.
    const vouched = { subject, name: 'Ann', email: 'invited@example.com', groups: undefined }
    for (const adoptInvited of [true, false]) {
      const signedIn = runTransaction(tenant.dependencies.store, (transaction) =>
        admitVouchedUser(tenant.context, { transaction, note: () => undefined, trace: {} }, vouched, {
          createNewUsers: true,
          adoptInvited,
        }),
      )
      await expect(signedIn).rejects.toMatchObject({ code: 'USERS-RESERVED-SUBJECT' })
    }
    expect(await count()).toBe(before)
    const [{ userId }] = invited.data
    expect((await admin('GET', `/users/${userId}`)).body).toMatchObject({
      status: 'invited',
      email: 'invited@example.com',
    })
  })

  it.each(['qlikbots', 'qlikbot', 'my-qlikbot\\1', 'bot\\qlik', 'DOMAIN\\qlikbot'])(
    'leaves %j to people',
    async (subject) => {
      expect((await admin('POST', '/users', { subject })).status).toBe(201)
    },
  )

  it('is still the client’s at its first token', async () => {
    const client = await tenant.addClient()
    expect((await admin('POST', '/users', { subject: `QLIKBOT\\${client.clientId}` })).status).toBe(400)
    expect((await tenant.requestToken({ grant_type: 'client_credentials', ...wire(client) })).status).toBe(200)
  })
})

describe('the name of a system group', () => {
  it.each(['com.qlik.Everyone', 'COM.QLIK.EVERYONE', 'com.qlik.\u0415veryone', 'com.qlik.Every one'])(
    'is no other group’s, written %j',
    async (name) => {
      const created = await admin('POST', '/groups', { name, providerType: 'custom' })
      expect([created.status, created.body.errors[0].code]).toEqual([400, 'GROUPS-RESERVED-NAME'])
      const { body: group } = await admin('POST', '/groups', { name: `Renamed ${name}`, providerType: 'custom' })
      const renamed = await admin('PATCH', `/groups/${group.id}`, [{ op: 'replace', path: '/name', value: name }])
      expect([renamed.status, renamed.body?.errors[0].code]).toEqual([400, 'GROUPS-RESERVED-NAME'])
      const host = await tenant.addClient({ may_provision_users: 1 })
      const user = { subject: 'idp|member', groups: [name] }
      const request = { grant_type: 'urn:qlik:oauth:user-impersonation', ...wire(host), user }
      expect((await tenant.requestToken(request)).body.errors[0].code).toBe('GROUPS-RESERVED-NAME')
    },
  )
})

describe('a group that administers', () => {
  it('is renamed with admin_classic only, others with admin.users', async () => {
    const userAdmin = await machineCaller(tenant, ['admin.users'])
    const rename = (id: string, value: string) => [`/groups/${id}`, [{ op: 'replace', path: '/name', value }]] as const
    const group = async (name: string, roles: string[]) =>
      (
        await admin('POST', '/groups', {
          name,
          providerType: 'custom',
          assignedRoles: roles.map((role) => ({ name: role })),
        })
      ).body.id
    for (const role of ['TenantAdmin', 'AuditAdmin', 'DataAdmin']) {
      const id = await group(`Rulers ${role}`, [role])
      const refused = await userAdmin('PATCH', ...rename(id, 'Harmless'))
      expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'REST-PRIVILEGE-ESCALATION'])
      expect((await admin('GET', `/groups/${id}`)).body.name).toBe(`Rulers ${role}`)
      // What changes nothing needs no right.
      expect((await userAdmin('PATCH', ...rename(id, `Rulers ${role}`))).status).toBe(204)
      expect((await admin('PATCH', ...rename(id, `Renamed ${role}`))).status).toBe(204)
    }
    const plain = await group('Plain', ['Steward'])
    expect((await userAdmin('PATCH', ...rename(plain, 'Plainer'))).status).toBe(204)
  })
})

describe('a subject in other upper and lower case', () => {
  it('is told to be so by all that look for it', async () => {
    const host = await tenant.addClient({ may_provision_users: 1 })
    expect((await admin('POST', '/users', { subject: 'Idp|Case' })).status).toBe(201)
    const impersonate = (more: object) =>
      tenant.requestToken({ grant_type: 'urn:qlik:oauth:user-impersonation', ...wire(host), ...more })
    const lookup = (value: string) => impersonate({ user_lookup: { field: 'subject', value } })
    const problem = async (
      answer: Promise<{ status: number; body: { errors: { code: string; detail: string }[] } }>,
    ) => {
      const { status, body } = await answer
      return [status, body.errors[0]?.code, /in other upper and lower case/.test(body.errors[0]?.detail ?? '')]
    }
    expect((await lookup('Idp|Case')).status).toBe(200)
    expect(await problem(lookup('idp|case'))).toEqual([400, 'OAUTH-USER-NOT-FOUND', true])
    expect(await problem(lookup('idp|nobody'))).toEqual([400, 'OAUTH-USER-NOT-FOUND', false])
    expect(await problem(impersonate({ user: { subject: 'IDP|CASE' } }))).toEqual([
      400,
      'USERS-PROVISION-SUBJECT',
      true,
    ])
    expect(await problem(admin('POST', '/users', { subject: 'IDP|case' }))).toEqual([
      409,
      'USERS-DUPLICATE-SUBJECT',
      true,
    ])
    expect(await problem(admin('POST', '/users', { subject: 'Idp|Case' }))).toEqual([
      409,
      'USERS-DUPLICATE-SUBJECT',
      false,
    ])
    const machine = await machineCaller(tenant, ['user_default'])
    const found = await machine('GET', `/users?${new URLSearchParams({ filter: 'subject eq "idp|case"' })}`)
    expect(found.body.data[0].subject).toBe('Idp|Case')
  })
})
