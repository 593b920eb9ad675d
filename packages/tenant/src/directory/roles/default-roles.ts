import type { Scope } from '@understudy/contract'

/** A role that every tenant has. Its id is the same in every tenant, so that nothing has to be seeded. */
export interface DefaultRole {
  readonly id: string
  readonly name: string
  /** Roles of level `admin` let their holder administer the tenant. */
  readonly level: 'admin' | 'user'
  readonly description: string
  readonly assignedScopes: readonly Scope[]
}

const admin = (id: string, name: string, description: string, assignedScopes: readonly Scope[]): DefaultRole => ({
  id,
  name,
  level: 'admin',
  description,
  assignedScopes,
})

const user = (id: string, name: string, description: string, assignedScopes: readonly Scope[] = []): DefaultRole => ({
  id,
  name,
  level: 'user',
  description,
  assignedScopes,
})

/** The default roles, by the names of contract 4.3. */
export const defaultRoles: readonly DefaultRole[] = [
  admin('64d0000000000000000000a1', 'TenantAdmin', 'Administers everything in the tenant.', ['admin_classic']),
  admin('64d0000000000000000000a2', 'AnalyticsAdmin', 'Administers apps and spaces.', [
    'admin.apps',
    'admin.spaces',
    'admin.extensions',
    'admin.themes',
    'admin.collections.publicgoverned',
  ]),
  admin('64d0000000000000000000a3', 'AuditAdmin', 'Reads the audit journal.', ['admin.audits:read']),
  admin('64d0000000000000000000a4', 'DataAdmin', 'Administers spaces and data.', [
    'admin.spaces',
    'admin.dataproduct',
    'admin.dataquality',
    'admin.dataqualityrules',
    'admin.semantictype',
    'admin.direct-access-gateways:delete_gateway',
    'admin.direct-access-gateways:register_gateway',
    'admin.direct-access-gateways:remote_configuration',
  ]),
  user('64d0000000000000000000b1', 'AutomationCreator', 'Creates automations.', ['automations']),
  user('64d0000000000000000000b2', 'AutomlDeploymentContributor', 'Contributes to machine learning deployments.', [
    'automl-deployments',
  ]),
  user('64d0000000000000000000b3', 'AutomlExperimentContributor', 'Contributes to machine learning experiments.', [
    'automl-experiments',
  ]),
  user('64d0000000000000000000b4', 'CollaborationPlatformUser', 'Uses collaboration platforms.'),
  user('64d0000000000000000000b5', 'DataProductManager', 'Manages data products.', ['dataproduct']),
  user('64d0000000000000000000b6', 'DataServicesContributor', 'Contributes to data services.', [
    'data-connections',
    'dataset',
  ]),
  user('64d0000000000000000000b7', 'DataSpaceCreator', 'Creates data spaces.', ['spaces.data']),
  user('64d0000000000000000000b8', 'EmbeddedAnalyticsUser', 'Uses embedded analytics only.'),
  user('64d0000000000000000000b9', 'ManagedSpaceCreator', 'Creates managed spaces.', ['spaces.managed']),
  user('64d0000000000000000000ba', 'PrivateAnalyticsContentCreator', 'Creates private analytics content.', ['apps']),
  user('64d0000000000000000000bb', 'SharedSpaceCreator', 'Creates shared spaces.', ['spaces.shared:create']),
  user('64d0000000000000000000bc', 'Steward', 'Curates glossaries.', ['glossary:all']),
]

/** Id of the role that administers everything; a client's bot user has it (contract 1.7). */
export const tenantAdminRoleId = '64d0000000000000000000a1'

/** Ids of the roles of level `admin`. */
export const adminRoleIds: readonly string[] = defaultRoles.filter((role) => role.level === 'admin').map(({ id }) => id)
