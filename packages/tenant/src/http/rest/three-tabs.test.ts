import { type auth, users } from '@qlik/api'
import { expect, it } from 'vitest'
import { startTenant, wire } from '../../testing/started-tenant.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'

type HostConfig = Parameters<typeof auth.setDefaultHostConfig>[0] & object

/** What a published host does at a sign-in (contract 2.4): look up, create, look up again where somebody was faster. */
const signIn = async (host: string, lookingUp: object, creating: object, email: string): Promise<string> => {
  const options = (client: object) => ({
    hostConfig: { authType: 'oauth2', host, noCache: true, ...client } as HostConfig,
    noCache: true,
  })
  const find = async () => {
    const filter = `email eq "${email}" and status eq "active"`
    return (await users.getUsers({ filter }, options(lookingUp))).data.data?.[0]
  }
  const found = await find()
  if (found !== undefined) return found.id
  const active: object = { status: 'active' }
  const made = await users
    .createUser({ name: email, email, subject: `host|${email}`, ...active }, options(creating))
    .then(({ data }) => data.id)
    .catch((error: { status?: number }) => {
      if (error.status !== 409) throw error
      return undefined
    })
  return made ?? (await find())?.id ?? 'nobody'
}

describeOnBothStores('the tabs of a new user, opened at once', (newLocation) => {
  it('all get a token of the one user, whichever way they come', async () => {
    const tenant = await startTenant({ routes: [registerRestRoutes], config: { store: await newLocation() } })
    try {
      const impersonation = await tenant.addClient({ may_provision_users: 1 })
      const people = await tenant.addClient({ allowed_scopes: '["admin.users"]' })
      for (let round = 0; round < 5; round++) {
        const email = `new${round}@example.com`
        const lookups = Array.from({ length: 3 }, () =>
          signIn(tenant.url, impersonation, { ...people, scope: 'admin.users' }, email),
        )
        const user = { subject: `host|${email}`, email, groups: [`Team ${round}`] }
        const tokens = Array.from({ length: 3 }, () =>
          tenant.requestToken({ grant_type: 'urn:qlik:oauth:user-impersonation', ...wire(impersonation), user }),
        )
        const [id, ...others] = await Promise.all(lookups)
        expect(id).toMatch(/^[0-9a-f]{24}$/)
        expect(new Set(others)).toEqual(new Set([id]))
        expect((await Promise.all(tokens)).map(({ status }) => status)).toEqual([200, 200, 200])
        const made = await tenant.context.store.selectFrom('users').select('id').where('email', '=', email).execute()
        expect(made).toEqual([{ id }])
        expect(await tenant.userToken(id ?? '', impersonation)).toMatch(/^ey/)
      }
    } finally {
      await tenant.close()
    }
  })
})
