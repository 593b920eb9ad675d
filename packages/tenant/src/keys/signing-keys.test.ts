import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { decryptKey, encryptKey } from './key-encryption.js'
import { loadMasterKey, type MasterKey } from './master-key.js'
import { loadSigningKeys } from './signing-keys.js'

const key = () => randomBytes(32) as MasterKey
const identity = { tenantId: 't', kid: 'k' }
const plaintext = Buffer.from('a private key')

describe('encryption at rest', () => {
  it('gives back what was encrypted, and never the same text twice', () => {
    const master = key()
    const texts = [1, 2].map(() => encryptKey(master, identity, plaintext, randomBytes))
    expect(texts.map((text) => decryptKey(master, identity, text).toString())).toEqual([
      'a private key',
      'a private key',
    ])
    expect(texts[0]).not.toBe(texts[1])
    expect(texts[0]).not.toContain(plaintext.toString('base64url'))
  })

  it('refuses another master key, tenant or key id, and an altered or shortened text', () => {
    const master = key()
    const text = encryptKey(master, identity, plaintext, randomBytes)
    const altered = Buffer.from(text, 'base64url')
    altered[20] = (altered[20] ?? 0) ^ 1
    const attempts = [
      () => decryptKey(key(), identity, text),
      () => decryptKey(master, { ...identity, tenantId: 'u' }, text),
      () => decryptKey(master, { ...identity, kid: 'l' }, text),
      () => decryptKey(master, identity, altered.toString('base64url')),
      () => decryptKey(master, identity, text.slice(0, -4)),
      () => decryptKey(master, identity, ''),
    ]
    for (const attempt of attempts) expect(attempt).toThrow(expect.objectContaining({ code: 'MASTER-KEY-WRONG' }))
  })
})

describe('signing keys', () => {
  let tenant: StartedTenant
  beforeAll(async () => {
    tenant = await startTenant({ tenants: [{ hostnames: ['one.example'] }, { hostnames: ['two.example'] }] })
  })
  afterAll(() => tenant.close())

  const loading = (masterKey: MasterKey) => ({
    store: tenant.dependencies.store,
    masterKey,
    bytes: randomBytes,
    clock: Date.now,
  })

  it('are stored encrypted', async () => {
    const rows = await tenant.dependencies.store.selectFrom('signing_keys').selectAll().execute()
    const [one] = tenant.contexts
    const pem = tenant.dependencies.keys.current(one?.tenant.id ?? '').privateKey.export({ format: 'jwk' })
    expect(rows).toHaveLength(4)
    expect(JSON.stringify(rows)).not.toContain(pem.d)
    expect(JSON.stringify(rows)).not.toContain('"d":')
  })

  it('cannot be loaded with another master key', async () => {
    await expect(loadSigningKeys(loading(key()))).rejects.toMatchObject({
      code: 'MASTER-KEY-WRONG',
    })
  })

  it('cannot be moved to another tenant by whoever can write to the store', async () => {
    const { store } = tenant.dependencies
    const [one, two] = tenant.contexts
    const rows = await store.selectFrom('signing_keys').selectAll().execute()
    const first = rows.find(({ tenant_id }) => tenant_id === one?.tenant.id)
    const second = rows.find(({ tenant_id }) => tenant_id === two?.tenant.id)
    if (first === undefined || second === undefined) throw new Error('There must be two keys.')
    await store
      .updateTable('signing_keys')
      .set({ private_key_encrypted: first.private_key_encrypted })
      .where('tenant_id', '=', second.tenant_id)
      .execute()
    const master = loadMasterKey(`${tenant.dataDir}/master.key`, {})
    await expect(loadSigningKeys(loading(master))).rejects.toMatchObject({ code: 'MASTER-KEY-WRONG' })
  })

  it('verify for their own tenant only', () => {
    const [one, two] = tenant.contexts
    const { keys } = tenant.dependencies
    const { kid } = keys.current(one?.tenant.id ?? '')
    expect(keys.verifying(one?.tenant.id ?? '', kid)).toBeDefined()
    expect(keys.verifying(two?.tenant.id ?? '', kid)).toBeUndefined()
  })
})
