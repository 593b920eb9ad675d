import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeClient } from '../../clients/change-client.js'
import { changeConsent } from '../../clients/change-consent.js'
import { endedCredentialId, secretCredential } from '../../clients/client-credentials.js'
import { deleteSecret } from '../../clients/client-secrets.js'
import { deleteClient } from '../../clients/delete-client.js'
import { changeGroup } from '../../directory/groups/change-group.js'
import { changeGroupSettings } from '../../directory/groups/group-settings.js'
import { changeUser } from '../../directory/users/change-user.js'
import { deleteUser } from '../../directory/users/delete-user.js'
import { addReader } from '../../qix/testing/small-app.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'

let tenant: StartedTenant
let context: TenantContext
let caller: Caller
beforeAll(async () => {
  tenant = await startTenant()
  const { audit } = tenant.context
  const moveFromOutbox = () => Promise.reject(new Error('the journal cannot be written'))
  context = { ...tenant.context, audit: { ...audit, moveFromOutbox } }
  const userId = await tenant.addUser()
  caller = { userId, machine: true, scopes: ['admin_classic'], trace: { actor: { type: 'user', id: userId } } }
})
afterAll(() => tenant.close())

const reader = () => addReader(tenant, 'north')
const newClient = async () => (await tenant.addClient()).clientId
const replace = (path: string, value: unknown) => [{ op: 'replace' as const, path, value }]

/** Ids that sockets are told of by a change that the journal fails. */
const toldBy = async (change: () => Promise<unknown>): Promise<readonly string[]> => {
  const told: string[] = []
  const end = context.identityChanges.subscribe((each) => told.push(each.id))
  await expect(change()).rejects.toThrow('the journal cannot be written')
  end()
  return told
}

describe('what is revoked while the journal cannot be written', () => {
  it.each([
    ['a changed user', reader, (id: string) => changeUser(context, caller, id, replace('/status', 'disabled'))],
    ['a deleted user', reader, (id: string) => deleteUser(context, caller, id)],
    [
      'the member of a changed group',
      reader,
      async () => changeGroup(context, caller, 'group-north', replace('/name', `named ${Math.random()}`)),
    ],
    [
      'everybody, by another role of everyone',
      reader,
      () =>
        changeGroupSettings(
          context,
          caller,
          replace('/systemGroups/000000000000000000000001/assignedRoles', [{ name: 'Steward' }]),
        ),
    ],
    ['a changed client', newClient, (id: string) => changeClient(context, caller, id, replace('/allowedScopes', []))],
    ['a deleted client', newClient, (id: string) => deleteClient(context, caller, id)],
    [
      'a client with other consent',
      newClient,
      (id: string) => changeConsent(context, caller, id, replace('/consentMethod', 'required')),
    ],
  ])('%s: sockets are told all the same', async (_, make, change) => {
    const id = await make()
    const told = await toldBy(() => change(id))
    expect(told).toContain(id)
  })

  it('a client that lost a secret: sockets are told of what was got with it', async () => {
    const id = await newClient()
    const secret = await context.store
      .selectFrom('client_secrets')
      .select(['hint', 'secret_hash'])
      .where('client_id', '=', id)
      .executeTakeFirstOrThrow()
    const told = await toldBy(() => deleteSecret(context, caller, id, secret.hint))
    expect(told).toContain(endedCredentialId(id, secretCredential(secret.secret_hash)))
  })

  it('a change that is refused tells nobody', async () => {
    const told: string[] = []
    const end = context.identityChanges.subscribe((each) => told.push(each.id))
    await expect(deleteUser(context, caller, 'nobody')).rejects.toThrow()
    end()
    expect(told).toEqual([])
  })
})
