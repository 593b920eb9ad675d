import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { longestAccessTokenLifetime } from '../config/options.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { loadMasterKey } from './master-key.js'
import { createSigningKey, loadSigningKeys, type SigningKeys } from './signing-keys.js'

let tenant: StartedTenant
let retired: string
let tenantId: string
let keys: SigningKeys
let now = Date.UTC(2030, 0, 1)
const retiredAt = now

beforeAll(async () => {
  tenant = await startTenant()
  const { context, dataDir } = tenant
  const { store, randomness } = context
  const masterKey = loadMasterKey(`${dataDir}/master.key`, {})
  tenantId = context.tenant.id
  retired = context.keys.current(tenantId).kid
  await store
    .updateTable('signing_keys')
    .set({ retired_at: new Date(retiredAt).toISOString() })
    .execute()
  const making = { masterKey, bytes: randomness.bytes, createdAt: new Date(retiredAt).toISOString() }
  await store.transaction().execute((transaction) => createSigningKey(transaction, tenantId, making))
  keys = await loadSigningKeys(store, masterKey, () => now)
})
afterAll(() => tenant.close())

const published = () => keys.published(tenantId).map(({ kid }) => kid)

describe('a retired signing key', () => {
  it('signs no more, and verifies while a token that it signed may live', () => {
    const { kid } = keys.current(tenantId)
    expect(kid).not.toBe(retired)
    now = retiredAt + longestAccessTokenLifetime * 1000 - 1
    expect(keys.verifying(tenantId, retired)).toBeDefined()
    expect(published()).toEqual(expect.arrayContaining([kid, retired]))
  })

  it('is of no use afterwards, without a restart', () => {
    const { kid } = keys.current(tenantId)
    now = retiredAt + longestAccessTokenLifetime * 1000
    expect(keys.verifying(tenantId, retired)).toBeUndefined()
    expect(keys.verifying(tenantId, kid)).toBeDefined()
    expect(published()).toEqual([kid])
  })
})
