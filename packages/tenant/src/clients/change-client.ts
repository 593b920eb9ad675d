import { rest } from '@understudy/contract'
import type { TSchema } from 'typebox'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchReader, type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import { advanceClientEpoch } from '../store/epochs.js'
import type { Caller } from '../tenants/caller.js'
import type { IdentityChange } from '../tenants/identity-changes.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { beginCredentials, endCredentials, keyCredentials } from './client-credentials.js'
import { clientSettings, settingColumns } from './client-rows.js'
import { assertClientSettings, type ClientSettings } from './client-rules.js'
import { newClientSecret } from './client-secret.js'
import { deleteSecrets, insertSecret } from './client-secrets.js'
import { lockClient } from './read-client.js'

/** One setting with its new value. */
interface SettingChange {
  readonly setting: keyof ClientSettings
  readonly value: unknown
}

const { properties } = rest.OAuthClientCreate

const put =
  (setting: keyof ClientSettings, schema: TSchema): PatchReader<SettingChange> =>
  (value, pointer) => ({ setting, value: patchValue(schema, value, pointer) })

const drop =
  (setting: keyof ClientSettings, value: null | readonly []): PatchReader<SettingChange> =>
  () => ({ setting, value })

/** RFC 6902 section 4.1: adding a member that exists replaces it. */
const settable = (setting: keyof ClientSettings, schema: TSchema, empty: null | readonly []) => ({
  add: put(setting, schema),
  replace: put(setting, schema),
  remove: drop(setting, empty),
})

/** The paths of contract 4.6. */
const clientPatchRules: PatchRules<SettingChange> = {
  '/clientName': { replace: put('clientName', properties.clientName) },
  '/description': settable('description', properties.description, null),
  '/clientUri': settable('clientUri', properties.clientUri, null),
  '/logoUri': settable('logoUri', properties.logoUri, null),
  '/jwksUri': settable('jwksUri', properties.jwksUri, null),
  '/allowedScopes': settable('allowedScopes', properties.allowedScopes, []),
  '/allowedGrantTypes': settable('allowedGrantTypes', properties.allowedGrantTypes, []),
  '/redirectUris': settable('redirectUris', properties.redirectUris, []),
  '/allowedOrigins': settable('allowedOrigins', properties.allowedOrigins, []),
  '/allowedAuthMethods': settable('allowedAuthMethods', properties.allowedAuthMethods, []),
  '/publicKeys': settable('publicKeys', properties.publicKeys, []),
  '/dpopBoundAccessTokens': { replace: put('dpopBoundAccessTokens', properties.dpopBoundAccessTokens) },
  '/mayProvisionUsers': { replace: put('mayProvisionUsers', properties.mayProvisionUsers) },
}

/** The last change of a setting counts. */
const settingsOf = (changes: readonly SettingChange[]): Partial<ClientSettings> =>
  Object.fromEntries(changes.map(({ setting, value }) => [setting, value]))

/** Settings that say what a client is called, or may ask of the token endpoint, but not what its tokens may do. */
const harmless: ReadonlySet<keyof ClientSettings> = new Set([
  'clientName',
  'description',
  'clientUri',
  'logoUri',
  'mayProvisionUsers',
])

/** Settings that say what a client proves itself with: tokens end with what they were got with, and with nothing else. */
const credentialSettings: ReadonlySet<keyof ClientSettings> = new Set(['publicKeys', 'jwksUri', 'allowedAuthMethods'])

/**
 * Applies a patch to a client, as a whole or not at all (contract 4.6). Whatever changes what the client may do makes
 * all tokens issued to it worthless; a key that is taken away, and secrets where they are no longer allowed, those that
 * were got with them.
 *
 * @returns a new secret when the patch allowed secrets to a client that had none, as it is shown only here
 * @throws UnderstudyError REST-INVALID-PATCH, OAUTH-CLIENTS-NOT-FOUND, OAUTH-CLIENTS-INVALID
 */
export const changeClient = async (
  context: TenantContext,
  caller: Caller,
  clientId: string,
  patch: rest.OAuthClientPatch,
): Promise<string | undefined> => {
  const { tenant, identityChanges, randomness } = context
  const changes = readPatch(patch, clientPatchRules)
  const now = new Date(context.clock()).toISOString()
  const changed = [...new Set(changes.map((change) => change.setting))]
  const revoking = changed.some((setting) => !harmless.has(setting) && !credentialSettings.has(setting))
  const pointer = (setting: keyof ClientSettings): string =>
    `/${changes.findLastIndex((change) => change.setting === setting)}/value`

  const { secret } = await auditedChange<{ identities: IdentityChange[]; secret?: string }>(
    context,
    async (transaction, note) => {
      const row = await lockClient(transaction, tenant.id, clientId, now)
      const before = clientSettings(row)
      const after: ClientSettings = { ...before, ...settingsOf(changes) }
      assertClientSettings(row.app_type, after, pointer)
      await transaction
        .updateTable('oauth_clients')
        .set(settingColumns(after))
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', clientId)
        .execute()
      if (revoking) await advanceClientEpoch(transaction, tenant.id, clientId)
      const [keysBefore, keysAfter] = [keyCredentials(before), keyCredentials(after)]
      const ended = [...keysBefore].filter((key) => !keysAfter.has(key))
      const begun = [...keysAfter].filter((key) => !keysBefore.has(key))
      const returned = await beginCredentials(context, transaction, clientId, begun)
      note({ event: 'oauth-client.updated', outcome: 'success', ...caller.trace, subject: clientId, changed })

      const [hadSecrets, hasSecrets] = [before, after].map((each) => each.allowedAuthMethods.includes('client_secret'))
      if (hadSecrets && !hasSecrets) {
        // Left in the store, they would be good again as soon as the method is allowed again.
        const deleted = await deleteSecrets(transaction, tenant.id, clientId)
        for (const _ of deleted)
          note({ event: 'oauth-client.secret.deleted', outcome: 'success', ...caller.trace, subject: clientId })
        ended.push(...deleted)
      }
      const identities = await endCredentials(context, transaction, clientId, ended)
      if (revoking || returned) identities.push({ tenantId: tenant.id, kind: 'client', id: clientId })
      if (hadSecrets || !hasSecrets) return { identities }
      const made = newClientSecret(randomness.bytes)
      await insertSecret(transaction, tenant.id, clientId, made, caller.userId, now)
      note({ event: 'oauth-client.secret.created', outcome: 'success', ...caller.trace, subject: clientId })
      return { identities, secret: made.secret }
    },
    (result) => result.identities.forEach(identityChanges.publish),
  )
  return secret
}
