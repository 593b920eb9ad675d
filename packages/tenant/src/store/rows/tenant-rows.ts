import type { Generated } from 'kysely'

/** A tenant, and its state. */
export interface TenantRow {
  tenant_id: string
  name: string
  /** The public origin given when the tenant was made; null when it follows from the listening address. */
  origin: string | null
  created_at: string
  /** The tenant of the operator's own clients manages the others and holds no people, apps or data. */
  kind: Generated<'customer' | 'operator'>
  status: Generated<'active' | 'disabled'>
  status_changed_at: string | null
  /** Of a disabled tenant: from when its data may be deleted, milliseconds since 1970. */
  purge_at: number | null
  updated_at: string | null
  created_by: string | null
  /** Advanced with every change of the tenant, its host names or its keys, so that running nodes notice. */
  revision: Generated<number>
}

/** `hostname` is lower case, without port; it belongs to one tenant only. */
export interface TenantHostnameRow {
  tenant_id: string
  hostname: string
  /** 0 for the name that the tenant is shown with, 1 for its alias (contract 4.12). */
  position: Generated<number>
}

/** A key that signs tokens of the tenant. */
export interface SigningKeyRow {
  tenant_id: string
  kid: string
  alg: 'ES256'
  /**
   * AES-256-GCM under a key derived from the master key; base64url of nonce, tag and ciphertext. The public half follows
   * from it. Empty once the key is of no use: the row stays, so that a `kid` is never given twice.
   */
  private_key_encrypted: string
  created_at: string
  /** From when the key signs, possibly in the future; null for the one that waits to be the next. */
  signs_from: string | null
  /** When the key stops signing; it stays published while tokens signed with it may live. */
  retired_at: string | null
  /** When the operator gave the key up; nothing that it signed counts from then on. */
  revoked_at: string | null
}
