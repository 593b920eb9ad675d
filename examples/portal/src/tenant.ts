import { auth, groups, users } from '@qlik/api'
import type { PortalConfig } from './config.js'

/** What the portal knows of a signed-in person and the tenant should know too. */
export interface Person {
  /** Identifies the person for ever, in the portal and in the tenant. */
  readonly subject: string
  readonly name: string
  readonly email: string
  /** Names of groups; rows of the app are granted to groups. */
  readonly groups: readonly string[]
}

/** The portal's two ways to talk to the tenant: about users and groups, and in a person's name. */
export interface Tenant {
  /** Makes the tenant know the person with exactly these groups; resolves to the tenant's user id. */
  ensureUser(person: Person): Promise<string>
  /** A fresh access token in the name of that user, with the rights of an ordinary user and no more. */
  accessTokenFor(userId: string): Promise<string>
}

export const connectTenant = (config: PortalConfig): Tenant => {
  const host = { authType: 'oauth2', host: config.tenantUrl } as const
  const forPeople = {
    hostConfig: { ...host, ...config.people, scope: 'admin.users' },
    noCache: true,
  }

  const findUser = async (subject: string) => {
    const found = await users.getUsers({ filter: `subject eq ${JSON.stringify(subject)}` }, forPeople)
    return found.data.data?.[0]
  }

  const createUser = async ({ subject, name, email }: Person) => {
    // The published type knows `invited` only, the API accepts `active` as well.
    const active: object = { status: 'active' }
    await unlessItExists(users.createUser({ subject, name, email, ...active }, forPeople))
    return findUser(subject)
  }

  const ensureGroup = async (name: string) => {
    const filter = `name eq ${JSON.stringify(name)} and providerType eq "custom"`
    const found = await groups.getGroups({ filter }, forPeople)
    if (found.data.data?.length) return
    await unlessItExists(groups.createGroup({ name, providerType: 'custom', status: 'active' }, forPeople))
  }

  return {
    async ensureUser(person) {
      const user = (await findUser(person.subject)) ?? (await createUser(person))
      if (!user) throw new Error(`The tenant did not create a user for ${person.subject}.`)

      const assigned = (user.assignedGroups ?? []).map(({ name }) => name)
      if (!sameNames(assigned, person.groups)) {
        await Promise.all(person.groups.map(ensureGroup))
        const value = person.groups.map((name) => ({ name, providerType: 'custom' }))
        await users.patchUser(user.id, [{ op: 'replace', path: '/assignedGroups', value }], forPeople)
      }
      return user.id
    },

    accessTokenFor: (userId) =>
      auth.getAccessToken({
        hostConfig: { ...host, ...config.impersonation, userId, scope: 'user_default', noCache: true },
      }),
  }
}

/** Two sign-ins of one person may create at the same moment: the tenant refuses the second with 409, which is fine. */
const unlessItExists = async (creation: Promise<unknown>): Promise<void> => {
  try {
    await creation
  } catch (error) {
    if ((error as { status?: number }).status !== 409) throw error
  }
}

const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && others.every((name) => some.includes(name))
