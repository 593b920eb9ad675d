import type { Scope } from '@understudy/contract'
import type { Role } from './role.js'

/** A role that every tenant has. Its id is the same in every tenant, so that nothing has to be seeded. */
export interface DefaultRole extends Role {
  readonly type: 'default'
  readonly assignedScopes: readonly Scope[]
}

const admin = (id: string, name: string, description: string, assignedScopes: readonly Scope[] = []): DefaultRole => ({
  id,
  name,
  type: 'default',
  level: 'admin',
  description,
  assignedScopes,
})

const user = (id: string, name: string, description: string, assignedScopes: readonly Scope[] = []): DefaultRole => ({
  id,
  name,
  type: 'default',
  level: 'user',
  description,
  assignedScopes,
})

/**
 * The default roles, by the names of contract 4.3, with the scopes of contract 1.8 that say what the tenant lets their
 * holders do. Those without are about what it does not have.
 */
export const defaultRoles: readonly DefaultRole[] = [
  admin('64d0000000000000000000a1', 'TenantAdmin', 'Administers everything in the tenant.', ['admin_classic']),
  admin('64d0000000000000000000a2', 'AnalyticsAdmin', 'Administers apps and spaces.', ['admin.apps', 'admin.spaces']),
  admin('64d0000000000000000000a3', 'AuditAdmin', 'Reads the audit journal.', ['admin.audits:read']),
  admin('64d0000000000000000000a4', 'DataAdmin', 'Administers data spaces.', ['spaces.data']),
  user('64d0000000000000000000b1', 'AutomationCreator', 'Creates automations.'),
  user('64d0000000000000000000b2', 'AutomlDeploymentContributor', 'Contributes to machine learning deployments.'),
  user('64d0000000000000000000b3', 'AutomlExperimentContributor', 'Contributes to machine learning experiments.'),
  user('64d0000000000000000000b4', 'CollaborationPlatformUser', 'Uses collaboration platforms.'),
  user('64d0000000000000000000b5', 'DataProductManager', 'Manages data products.'),
  user('64d0000000000000000000b6', 'DataServicesContributor', 'Contributes to data services.'),
  user('64d0000000000000000000b7', 'DataSpaceCreator', 'Creates data spaces.', ['spaces.data']),
  user('64d0000000000000000000b8', 'EmbeddedAnalyticsUser', 'Uses embedded analytics only.'),
  user('64d0000000000000000000b9', 'ManagedSpaceCreator', 'Creates managed spaces.', ['spaces.managed']),
  user('64d0000000000000000000ba', 'PrivateAnalyticsContentCreator', 'Creates apps of their own.', ['apps']),
  user('64d0000000000000000000bb', 'SharedSpaceCreator', 'Creates shared spaces.', ['spaces.shared:create']),
  user('64d0000000000000000000bc', 'Steward', 'Curates glossaries.'),
]

/** Id of the role that administers everything; a client's bot user has it (contract 1.7). */
export const tenantAdminRoleId = '64d0000000000000000000a1'
