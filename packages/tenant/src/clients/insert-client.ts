import type { rest } from '@understudy/contract'
import type { AppType, StoreTransaction } from '../store/schema.js'
import { settingColumns } from './client-rows.js'
import type { ClientSettings } from './client-rules.js'
import type { NewClientSecret } from './client-secret.js'

/** A client about to be written. */
export interface NewClient {
  /** 32 hexadecimal digits; the OAuth `client_id`. */
  readonly id: string
  readonly appType: AppType
  readonly settings: ClientSettings
  readonly consentMethod: rest.ConsentMethod
  readonly secret: NewClientSecret | undefined
  /** Id of a user; null where the operator creates the client. */
  readonly createdBy: string | null
  readonly createdByType: string
  /** ISO 8601. */
  readonly createdAt: string
  /** Of a client that has to be approved before it can be used: why it is disabled, and until when (ms since 1970). */
  readonly unapproved?: { readonly tag: string; readonly dueAt: number }
}

/** Writes a client and its first secret. The settings have been checked. */
export const insertClient = async (
  transaction: StoreTransaction,
  tenantId: string,
  client: NewClient,
): Promise<void> => {
  await transaction
    .insertInto('oauth_clients')
    .values({
      tenant_id: tenantId,
      id: client.id,
      app_type: client.appType,
      ...settingColumns(client.settings),
      consent_method: client.consentMethod,
      disable_tag: client.unapproved?.tag ?? null,
      approval_due_at: client.unapproved?.dueAt ?? null,
      published_at: null,
      owner_id: client.createdBy,
      created_by: client.createdBy,
      created_by_type: client.createdByType,
      created_at: client.createdAt,
      updated_at: client.createdAt,
    })
    .execute()
  if (client.secret === undefined) return
  await transaction
    .insertInto('client_secrets')
    .values({
      tenant_id: tenantId,
      client_id: client.id,
      hint: client.secret.hint,
      secret_hash: client.secret.hash,
      created_at: client.createdAt,
      created_by: client.createdBy,
    })
    .execute()
}
