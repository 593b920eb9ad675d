import { type Credentials, type StartedTenant, startTenant } from '../../../testing/started-tenant.js'
import { registerRestRoutes } from '../register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './rest-caller.js'

/** A tenant with groups, of which two have the same name, and as many users as a test patches. */
export interface UserPatching {
  readonly tenant: StartedTenant
  readonly admin: RestCaller
  /** Through which users get their tokens. */
  readonly client: Credentials
  /** Ids of the groups, by name and type of provider. */
  readonly groups: Readonly<Record<string, string>>
  /** A new user with a token of its own. */
  readonly someone: () => Promise<{ readonly id: string; readonly as: RestCaller }>
  readonly patch: (id: string, ...operations: unknown[]) => ReturnType<RestCaller>
  readonly groupNames: (id: string) => Promise<string[]>
}

/** A custom group by its name. */
export const custom = (name: string) => ({ name, providerType: 'custom' })

/** Starts the tenant; the caller closes it. */
export const startUserPatching = async (): Promise<UserPatching> => {
  const tenant = await startTenant({
    routes: [registerRestRoutes],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.example'] }],
  })
  const admin = await machineCaller(tenant)
  const client = await tenant.addClient()
  const groups: Record<string, string> = {}
  for (const [name, providerType, roles] of [
    ['North', 'custom', []],
    ['South', 'custom', []],
    ['Rulers', 'custom', [{ name: 'TenantAdmin' }]],
    ['North', 'idp', []],
  ] as const) {
    const { body } = await admin('POST', '/groups', { name, providerType, assignedRoles: roles })
    groups[`${name} ${providerType}`] = body.id
  }
  let count = 0
  return {
    tenant,
    admin,
    client,
    groups,
    someone: async () => {
      count += 1
      const id = await tenant.addUser({ subject: `patched|${count}`, subject_folded: `patched|${count}` })
      return { id, as: restCaller(tenant, await tenant.userToken(id, client)) }
    },
    patch: (id, ...operations) => admin('PATCH', `/users/${id}`, operations),
    groupNames: async (id) => (await admin('GET', `/users/${id}?fields=groups`)).body.groups,
  }
}
