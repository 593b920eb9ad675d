import { Migrator } from 'kysely'
import * as initial from './migrations/0001-initial.js'
import * as spentIdentifiers from './migrations/0002-spent-identifiers.js'
import * as tokenCredentials from './migrations/0003-token-credentials.js'
import * as clientRegistration from './migrations/0004-client-registration.js'
import * as accessCodes from './migrations/0005-access-codes.js'
import * as authorization from './migrations/0006-authorization.js'
import * as browserSessions from './migrations/0007-browser-sessions.js'
import * as signIn from './migrations/0008-sign-in.js'
import * as membershipSources from './migrations/0009-membership-sources.js'
import * as provisioning from './migrations/0010-provisioning.js'
import * as spaceAssignments from './migrations/0011-space-assignments.js'
import * as tenantsAndKeys from './migrations/0012-tenants-and-keys.js'
import * as auditTime from './migrations/0013-audit-time.js'
import * as cspOrigins from './migrations/0014-csp-origins.js'
import * as apiKeys from './migrations/0015-api-keys.js'
import * as customRoles from './migrations/0016-custom-roles.js'
import * as spaceShares from './migrations/0017-space-shares.js'
import * as registrationMethods from './migrations/0018-registration-methods.js'
import * as auditKeys from './migrations/0021-audit-keys.js'
import * as clientCredentials from './migrations/0022-client-credentials.js'
import * as madeApps from './migrations/0024-made-apps.js'
import * as tempContents from './migrations/0025-temp-contents.js'
import * as dataFiles from './migrations/0026-data-files.js'
import * as collections from './migrations/0027-collections.js'
import * as itemViews from './migrations/0028-item-views.js'
import * as appContents from './migrations/0029-app-contents.js'
import * as exports from './migrations/0030-exports.js'
import * as keptSessions from './migrations/0031-kept-sessions.js'
import * as auditParties from './migrations/0032-audit-parties.js'
import * as queryLog from './migrations/0033-query-log.js'
import type { Store } from './schema.js'

/**
 * The migrations by name, in the order in which they run: the names ascend, each building on those above. A name is never
 * changed once released, and a released migration never edited.
 */
const migrations = {
  '0001-initial': initial,
  '0002-spent-identifiers': spentIdentifiers,
  '0003-token-credentials': tokenCredentials,
  '0004-client-registration': clientRegistration,
  '0005-access-codes': accessCodes,
  '0006-authorization': authorization,
  '0007-browser-sessions': browserSessions,
  '0008-sign-in': signIn,
  '0009-membership-sources': membershipSources,
  '0010-provisioning': provisioning,
  '0011-space-assignments': spaceAssignments,
  '0012-tenants-and-keys': tenantsAndKeys,
  '0013-audit-time': auditTime,
  '0014-csp-origins': cspOrigins,
  '0015-api-keys': apiKeys,
  '0016-custom-roles': customRoles,
  '0017-space-shares': spaceShares,
  '0018-registration-methods': registrationMethods,
  '0021-audit-keys': auditKeys,
  '0022-client-credentials': clientCredentials,
  '0024-made-apps': madeApps,
  '0025-temp-contents': tempContents,
  '0026-data-files': dataFiles,
  '0027-collections': collections,
  '0028-item-views': itemViews,
  '0029-app-contents': appContents,
  '0030-exports': exports,
  '0031-kept-sessions': keptSessions,
  '0032-audit-parties': auditParties,
  '0033-query-log': queryLog,
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
