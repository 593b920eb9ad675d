/** Scopes that let their holder act on the tenant rather than on own content (contract 1.8, "admin"). */
export const adminScopes = [
  // Not of the user's bundle: a key outlives the token that it is made with, so nobody has the right by default.
  'api-keys',
  'admin.apps',
  'admin.apps:read',
  'admin.apps:export',
  // Ours: the journal for whoever audits and changes nothing.
  'admin.audits:read',
  'admin.auth-settings',
  'admin.collections.publicgoverned',
  'admin.csp',
  'admin.spaces',
  'admin.spaces:read',
  'admin.users',
  'admin.users:read',
] as const

/** Scopes over what the user may see and do as a user (contract 1.8, "user"). */
export const userScopes = [
  'apps',
  'apps:read',
  'apps:export',
  'identity.email:read',
  'identity.name:read',
  'identity.picture:read',
  'identity.subject:read',
  'spaces.data',
  'spaces.data:read',
  'spaces.managed',
  'spaces.managed:read',
  'spaces.shared',
  'spaces.shared:create',
  'spaces.shared:read',
  'users',
  'users:read',
] as const

/**
 * Scopes of contract 1.8 for what a tenant does not have. They are granted to nobody: a name that opens nothing would
 * promise something. Whoever adds the first operation for one moves it up, and adds a line to the test of the catalogue.
 */
export const unservedScopes = [
  'admin.ai-descriptions',
  'admin.aiplatform',
  'admin.assistants',
  'admin.automations',
  'admin.automations:read',
  'admin.dataproduct',
  'admin.dataquality',
  'admin.dataqualityrules',
  'admin.direct-access-gateways:delete_gateway',
  'admin.direct-access-gateways:register_gateway',
  'admin.direct-access-gateways:remote_configuration',
  'admin.extensions',
  'admin.ip-policies',
  'admin.knowledgebases',
  'admin.report-tasks',
  'admin.semantictype',
  'admin.sprints',
  'admin.themes',
  'admin.webhooks',
  'ai-descriptions',
  'analysis-agent',
  'app.share',
  'apps:manage',
  'apps.data:export',
  'apps.image:export',
  'apps.report:all',
  'apps.report:export',
  'assistants',
  'assistants:read',
  'automations',
  'automations:read',
  'automations.private',
  'automations.shared',
  'automl-deployments',
  'automl-deployments:predict',
  'automl-experiments',
  'automl-experiments:no_gen_ai_assist',
  'data-connections',
  'data-connections:read',
  'data-governance-agents',
  'dataproduct',
  'dataproduct:consume',
  'dataquality',
  'dataquality:read',
  'dataqualityrules',
  'dataqualityrules:assign',
  'dataset',
  'direct-access-gateways:consume_data',
  'discovery-agent',
  'discovery-agent:read',
  'environments:read',
  'geo-operations',
  'geo-operations.limited',
  'glossary:all',
  'glossary:manage',
  'glossary:update',
  'governance-definition:read',
  'help-agent',
  'knowledgebases',
  'knowledgebases:read',
  'knowledgebases:index',
  'knowledgebases:search',
  'lineage:create',
  'lineage:read',
  'mcp:execute',
  'semantictype',
  'semantictype:read',
  'sprints:all',
  'sprints:contribute',
  'thread-audits',
  'trustscore',
  'webhooks',
  'write-table:external_read',
] as const

/** The two dynamic bundles: all user scopes, and all admin scopes (contract 1.8). */
export const bundleScopes = ['user_default', 'admin_classic'] as const

/** Asks for a refresh token; never granted implicitly, not part of any bundle (contract 1.8). */
export const offlineAccessScope = 'offline_access'

/**
 * The scopes of OpenID Connect Core section 5.4, beside the contract's `identity.*`: an ID token, and what it and the
 * userinfo endpoint tell of the user.
 */
export const openIdScopes = ['openid', 'profile', 'email'] as const

/** Every scope that an OAuth client of a tenant may be allowed: each opens something. */
export const allScopes = [...bundleScopes, ...openIdScopes, ...userScopes, offlineAccessScope, ...adminScopes] as const

/** Scopes of the operator's own clients, which manage tenants (contract 1.8, "region-level client"). No tenant's client has one. */
export const operatorScopes = ['tenants:create', 'tenants:deactivate', 'tenants:reactivate'] as const
export type OperatorScope = (typeof operatorScopes)[number]

/** A scope of the catalogue. */
export type Scope = (typeof allScopes)[number]
