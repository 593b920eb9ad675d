import type { rest } from '@understudy/contract'
import type { Selectable, Updateable } from 'kysely'
import { auditedChange } from '../audit/audited-change.js'
import { endSessionsOf } from '../sessions/end-sessions-of.js'
import type { IdentityProviderRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { addressProblem } from '../validation/web-address.js'
import { invalidProvider } from './invalid-provider.js'
import { readOidcOptions } from './oidc-options.js'
import { providerRow, secretPlace } from './provider-rows.js'
import { type OptionSet, type ProviderChange, readProviderPatch } from './read-provider-patch.js'

type Row = Selectable<IdentityProviderRow>
type Columns = Updateable<IdentityProviderRow>

const columnsOf: Record<OptionSet, { readonly options: keyof Row; readonly secret: keyof Row }> = {
  options: { options: 'options', secret: 'client_secret_encrypted' },
  pendingOptions: { options: 'pending_options', secret: 'pending_client_secret_encrypted' },
}

/**
 * Applies a patch to an identity provider, as a whole or not at all. Switching it off ends the sessions that it vouched
 * for.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-NOT-FOUND, IDENTITY-PROVIDERS-INVALID, REST-INVALID-PATCH
 */
export const changeIdentityProvider = async (
  context: TenantContext,
  caller: Caller,
  id: string,
  patch: rest.IdentityProviderPatch,
): Promise<void> => {
  const { tenant, clock, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      // Updating first takes the row's lock on both databases: two patches of one provider follow each other.
      await transaction
        .updateTable('identity_providers')
        .set({ updated_at: new Date(clock()).toISOString() })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .execute()
      const before = await providerRow(transaction, tenant.id, id)
      const changes = readProviderPatch(before.protocol, patch)
      let row = before
      for (const change of changes) row = { ...row, ...changedColumns(context, row, change) } as Row
      await transaction
        .updateTable('identity_providers')
        .set(row)
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .execute()
      const changed = [...new Set(changes.map(changedProperty))]
      note({ event: 'identity-provider.updated', outcome: 'success', ...caller.trace, subject: id, changed })
      return before.active === 1 && row.active === 0 ? endSessionsOf(transaction, tenant.id, { idpId: id }) : []
    },
    (ended) => {
      for (const session of ended) identityChanges.publish({ tenantId: tenant.id, kind: 'session', id: session })
    },
  )
}

const changedProperty = (change: ProviderChange): string => {
  if (change.kind === 'promote-options') return 'options'
  return change.kind === 'option' || change.kind === 'all-options' ? change.of : change.kind
}

const changedColumns = (context: TenantContext, row: Row, change: ProviderChange): Columns => {
  switch (change.kind) {
    case 'active':
      if (change.value && row.options === null)
        throw invalidProvider('The pending options have to be promoted first.', '/active')
      return { active: change.value ? 1 : 0 }
    case 'description':
      return { description: change.value }
    case 'clockToleranceSec':
      return { clock_tolerance_sec: change.value }
    case 'postLogoutRedirectUri': {
      const problem = addressProblem(change.value)
      if (problem !== undefined) throw invalidProvider(`"${change.value}" ${problem}.`, '/postLogoutRedirectUri')
      return { post_logout_redirect_uri: change.value }
    }
    case 'all-options':
      return optionColumns(context, row, change.of, change.value, change.pointer)
    case 'option': {
      const stored = row[columnsOf[change.of].options]
      const current = stored === null ? {} : JSON.parse(String(stored))
      // The two ways to find the provider exclude each other: giving one takes the place of the other.
      if (change.value.discoveryUrl !== undefined) delete current.openid_configuration
      if (change.value.openid_configuration !== undefined) delete current.discoveryUrl
      return optionColumns(context, row, change.of, { ...current, ...change.value }, change.pointer)
    }
    case 'promote-options':
      if (row.pending_options === null) throw invalidProvider('There are no pending options.', '/pendingOptions')
      return {
        active: 1,
        options: row.pending_options,
        client_secret_encrypted: row.pending_client_secret_encrypted,
        pending_options: null,
        pending_client_secret_encrypted: null,
      }
  }
}

/** Without a new client secret the stored one stays: it is never returned, so it cannot be sent back. */
const optionColumns = (
  { sealing }: TenantContext,
  row: Row,
  of: OptionSet,
  given: rest.OidcOptionsInput,
  pointer: string,
): Columns => {
  const { clientSecret } = given
  const { options, secret } = columnsOf[of]
  if (clientSecret === undefined && row[secret] === null && row.client_secret_encrypted === null)
    throw invalidProvider('The client secret is missing.', `${pointer}/clientSecret`)
  return {
    [options]: JSON.stringify(readOidcOptions(row.provider, given, pointer)),
    [secret]:
      clientSecret === undefined
        ? (row[secret] ?? row.client_secret_encrypted)
        : sealing.seal(secretPlace(row.tenant_id, row.id), clientSecret),
  }
}
