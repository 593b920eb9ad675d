import { Migrator } from 'kysely'
import * as initial from './migrations/0001-initial.js'
import * as spentIdentifiers from './migrations/0002-spent-identifiers.js'
import * as tokenCredentials from './migrations/0003-token-credentials.js'
import * as tokenAncestors from './migrations/0003b-token-ancestors.js'
import * as clientRegistration from './migrations/0004a-client-registration.js'
import * as accessCodes from './migrations/0004b-access-codes.js'
import * as authorization from './migrations/0005-authorization.js'
import * as browserSessions from './migrations/0006-browser-sessions.js'
import * as signIn from './migrations/0007-sign-in.js'
import * as membershipSources from './migrations/0008a-membership-sources.js'
import * as provisioning from './migrations/0008b-provisioning.js'
import * as spaceAssignments from './migrations/0008c-space-assignments.js'
import * as tenantsAndKeys from './migrations/0009-tenants-and-keys.js'
import * as auditTime from './migrations/0010-audit-time.js'
import * as cspOrigins from './migrations/0011-csp-origins.js'
import * as apiKeys from './migrations/0012-api-keys.js'
import type { Store } from './schema.js'

/** The migrations by name; a name is never changed once released, and a released migration never edited. */
const migrations = {
  '0001-initial': initial,
  '0002-spent-identifiers': spentIdentifiers,
  '0003-token-credentials': tokenCredentials,
  '0003b-token-ancestors': tokenAncestors,
  '0005-authorization': authorization,
  '0004a-client-registration': clientRegistration,
  '0004b-access-codes': accessCodes,
  '0006-browser-sessions': browserSessions,
  '0007-sign-in': signIn,
  '0008a-membership-sources': membershipSources,
  '0008b-provisioning': provisioning,
  '0008c-space-assignments': spaceAssignments,
  '0009-tenants-and-keys': tenantsAndKeys,
  '0010-audit-time': auditTime,
  '0011-csp-origins': cspOrigins,
  '0012-api-keys': apiKeys,
}

/**
 * Brings the store to the newest schema, in one transaction. Nodes of a PostgreSQL store that start at once take turns
 * (an advisory lock held for that transaction).
 *
 * @throws the database's error when a migration fails; nothing is applied then
 */
export const migrate = async (store: Store): Promise<void> => {
  const migrator = new Migrator({ db: store, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}
