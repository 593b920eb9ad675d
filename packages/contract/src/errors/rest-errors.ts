import { defineErrors } from './error-entry.js'

/** Errors of the REST API. */
export const restErrors = defineErrors({
  'REST-INVALID-BODY': {
    status: 400,
    title: 'Invalid request body',
    solution: 'Correct the member that `source.pointer` names. The schema of each body is in `/openapi.json`.',
  },
  'REST-INVALID-PARAMETER': {
    status: 400,
    title: 'Invalid request parameter',
    solution: 'Correct the parameter that `source.parameter` names. The parameters are in `/openapi.json`.',
  },
  'REST-INVALID-FILTER': {
    status: 400,
    title: 'Invalid filter',
    solution:
      'Write comparisons such as `email eq "ann@example.com"`, joined by `and`, `or` and parentheses (a subset of RFC 7644 section 3.4.2.2). `meta.position` counts characters from 0 to where reading stopped.',
  },
  'REST-INVALID-SORT': {
    status: 400,
    title: 'Invalid sort order',
    solution: 'Name one of the fields that the detail lists, with `+` (ascending, the default) or `-` before it.',
  },
  'REST-INVALID-CURSOR': {
    status: 400,
    title: 'Invalid page cursor',
    solution:
      'Follow `links.next.href` or `links.prev.href` as they are. A cursor is bound to its tenant, list, filter and sort order: ask for the first page again after changing one of them.',
  },
  'REST-INVALID-PATCH': {
    status: 400,
    title: 'Invalid patch',
    solution: 'Send an array of JSON Patch operations (RFC 6902) with the paths and operations that the detail lists.',
  },
  'REST-BODY-TOO-LARGE': {
    status: 413,
    title: 'Request body too large',
    solution: 'Send less than the limit in the detail; split the change into several requests.',
  },
  'REST-UNSUPPORTED-MEDIA-TYPE': {
    status: 415,
    title: 'Unsupported media type',
    solution: 'Send JSON with `Content-Type: application/json`; patches may also use `application/json-patch+json`.',
  },
  'REST-NOT-FOUND': {
    status: 404,
    title: 'No such endpoint',
    solution: 'Check the method and the path against `/openapi.json`.',
  },
  'REST-PRIVILEGE-ESCALATION': {
    status: 403,
    title: 'The role or the user is more powerful than the token',
    solution:
      'Nobody gives or takes what they do not have: roles of level admin are given and taken, and users who have one are changed or deleted, only with a token that carries `admin_classic`.',
  },
  'API-KEY-NOT-FOUND': {
    status: 404,
    title: 'API key not found',
    solution: 'Take an `id` that `GET /api/v1/api-keys` listed for the caller.',
  },
  'API-KEY-OTHER-SUBJECT': {
    status: 403,
    title: 'API keys are made by their users',
    solution: 'Leave out `sub`, or send the id of the user of the token. Keys for SCIM are not supported.',
  },
  'API-KEY-IMPERSONATED': {
    status: 403,
    title: 'No API keys in the name of another',
    solution:
      'Let the user sign in to the tenant and make the key there. Backends that act for users need none: they ask for a token.',
  },
  'API-KEY-EXPIRY': {
    status: 400,
    title: 'The life of the API key is no duration, or too long',
    solution:
      'Send `expiry` as an ISO 8601 duration such as `P7D`. `GET /api/v1/api-keys/configs/{tenantId}` tells the longest.',
  },
  'API-KEY-LIMIT': {
    status: 403,
    title: 'Too many active API keys',
    solution: 'Delete keys that are needed no more, or ask an administrator to raise `max_keys_per_user`.',
  },
  'CSP-ORIGIN-NOT-FOUND': {
    status: 404,
    title: 'Entry of the Content-Security-Policy not found',
    solution: 'Take an `id` that `GET /api/v1/csp-origins` listed in this tenant.',
  },
  'CSP-ORIGIN-INVALID': {
    status: 400,
    title: 'Not an origin that a policy may name',
    solution:
      'Name one origin such as `https://cdn.example.com`, or one host. Wildcards, paths, keywords and unencrypted origins (but those of `localhost`) are not taken.',
  },
  'CSP-ORIGIN-DUPLICATE': {
    status: 409,
    title: 'The origin has an entry already',
    solution: 'Change the entry with `PUT /api/v1/csp-origins/{id}`.',
  },
  'CSP-ORIGIN-LIMIT': {
    status: 409,
    title: 'Too many entries of the Content-Security-Policy',
    solution: 'Delete entries that are needed no more.',
  },
  'AUDITS-NOT-FOUND': {
    status: 404,
    title: 'Audit record not found',
    solution: 'Take an `id` that `GET /api/v1/audits` listed in this tenant.',
  },
  'ACCESS-CODES-NOT-FOUND': {
    status: 404,
    title: 'Access code not found',
    solution: 'List the access codes of the client: `GET /api/v1/oauth-clients/{id}/access-codes`.',
  },
  'ACCESS-CODES-CLIENT': {
    status: 400,
    title: 'The client takes no access codes',
    solution: 'Make a client with `appType` `anonymous-embed`: access codes are for visitors without an account.',
  },
  'ACCESS-CODES-EXPIRY': {
    status: 400,
    title: 'The end of the access code is not acceptable',
    solution: 'Give `expiresAt` as an ISO 8601 time in the future, within two years.',
  },
  'ACCESS-CODES-LIMIT': {
    status: 409,
    title: 'The client has too many access codes',
    solution: 'Delete those that are expired or not used any more.',
  },
  'USERS-7': {
    status: 404,
    title: 'User not found',
    solution: 'Check the user id, and that the user belongs to the tenant that the request is addressed to.',
  },
  'USERS-DUPLICATE-SUBJECT': {
    status: 409,
    title: 'The subject is taken',
    solution: 'Find the existing user with the filter `subject eq "..."`; a subject names one user of a tenant.',
  },
  'USERS-OTHER-TENANT': {
    status: 400,
    title: 'The user would belong to another tenant',
    solution: 'Leave `tenantId` out, or give the id of the tenant that the request is addressed to.',
  },
  'USERS-EMAIL-REQUIRED': {
    status: 400,
    title: 'An invited user needs an email address',
    solution: 'Give `email`, or create the user with status `active`.',
  },
  'USERS-ALREADY-MEMBER': {
    status: 400,
    title: 'The user is already a member of the group',
    solution: 'Read `assignedGroups` first, or replace the whole list with `replace /assignedGroups`.',
  },
  'USERS-NOT-A-MEMBER': {
    status: 400,
    title: 'The user is not a member of the group',
    solution: 'Read `assignedGroups` first, or replace the whole list with `replace /assignedGroups`.',
  },
  'USERS-UNKNOWN-GROUP': {
    status: 400,
    title: 'Unknown group',
    solution: 'Create the group first, or use the id or the exact name of one that `GET /api/v1/groups` lists.',
  },
  'USERS-IDP-GROUP': {
    status: 400,
    title: 'Membership of the group comes from the identity provider',
    solution: 'Change the membership at the identity provider, or use a group with providerType `custom`.',
  },
  'USERS-PROVISIONED-GROUP': {
    status: 400,
    title: 'Membership of the group comes from a token call of the host',
    solution:
      'Leave the group out of `user.groups` of the next token call for this user; the API edits only the memberships that it gave.',
  },
  'USERS-INVITE-ACTIVE': {
    status: 409,
    title: 'The user is active already',
    solution: 'The user signs in as before. Who forgot the password gets a link by `understudy user reset-password`.',
  },
  'USERS-INVITE-DISABLED': {
    status: 409,
    title: 'The user cannot be invited',
    solution: 'Set the status of the user to `invited` first: `PATCH /api/v1/users/{id}` with `replace /status`.',
  },
  'USERS-BOT': {
    status: 403,
    title: 'The user belongs to an OAuth client',
    solution: 'Change or delete the OAuth client instead: its bot user follows it.',
  },
  'GROUPS-7': {
    status: 404,
    title: 'Group not found',
    solution: 'Check the group id or name, and that the group belongs to the tenant that the request is addressed to.',
  },
  'GROUPS-DUPLICATE-NAME': {
    status: 409,
    title: 'The group name is taken',
    solution: 'Use the existing group. Names are case-sensitive and unique among the groups of one providerType.',
  },
  'GROUPS-HAS-MEMBERS': {
    status: 409,
    title: 'The group has members',
    solution:
      'Remove its members first: `PATCH /api/v1/users/{id}` with `remove-value /assignedGroups`, and where a login or a token call gave the membership, at its source.',
  },
  'GROUPS-SYSTEM': {
    status: 403,
    title: 'System groups cannot be changed or deleted',
    solution: 'Assign roles to everyone through `PATCH /api/v1/groups/settings`.',
  },
  'GROUPS-LIMIT': {
    status: 403,
    title: 'The tenant has the maximum number of groups',
    solution: 'Delete groups that are not used any more.',
  },
  'ROLES-UNKNOWN': {
    status: 400,
    title: 'Unknown role',
    solution: 'Use the id or the name of a role that `GET /api/v1/roles` lists.',
  },
  'ROLES-DUPLICATE-NAME': {
    status: 409,
    title: 'The role name is taken',
    solution: 'Use the existing role, or another name: names are unique in the tenant, in whatever case.',
  },
  'ROLES-UNKNOWN-SCOPE': {
    status: 400,
    title: 'A role cannot have this scope',
    solution:
      'Use scopes of users or administrators as in the documentation of the REST API; `admin_classic`, `user_default`, `offline_access` and those of OpenID Connect are none of roles.',
  },
  'ROLES-LIMIT': {
    status: 403,
    title: 'The tenant has the maximum number of custom roles',
    solution: 'Delete custom roles that are not used any more.',
  },
  'ROLES-DEFAULT': {
    status: 403,
    title: 'Default roles cannot be changed or deleted',
    solution: 'Make a custom role with the scopes wanted: `POST /api/v1/roles`.',
  },
  'ROLES-ASSIGNED': {
    status: 409,
    title: 'The role is assigned',
    solution:
      'Take it from its users (`filter=assignedRoles.id eq "…"` finds them) and groups first; `PATCH /api/v1/groups/settings` assigns roles to everyone.',
  },
  'IDENTITIES-10402': {
    status: 404,
    title: 'Role not found',
    solution: 'Use an id that `GET /api/v1/roles` lists.',
  },
  'TENANTS-8': {
    status: 404,
    title: 'Tenant not found',
    solution: 'Use the host name of the tenant, and `GET /api/v1/tenants/me` to read its id.',
  },
  'TENANTS-HOSTNAME-TAKEN': {
    status: 409,
    title: 'Another tenant has the host name',
    solution: 'Choose another host name; each belongs to one tenant of the deployment.',
  },
  'TENANTS-INVALID': {
    status: 400,
    title: 'Invalid tenant',
    solution: 'Correct the member that `source.pointer` names, as the detail says.',
  },
  'TENANTS-OPERATOR-ONLY': {
    status: 403,
    title: 'Only the operator manages tenants',
    solution:
      'Send the request to the host name of the operator, with a token of a client that `understudy operator-client create` made.',
  },
  'OAUTH-CLIENTS-NOT-FOUND': {
    status: 404,
    title: 'OAuth client not found',
    solution: 'Check the client id, and that the client belongs to the tenant that the request is addressed to.',
  },
  'OAUTH-TOKENS-NOT-FOUND': {
    status: 404,
    title: 'OAuth token not found',
    solution:
      'Use an id that `GET /api/v1/oauth-tokens` lists, or the `jti` of an access token of the last 24 hours, as the audit journal has it. Only administrators can revoke tokens of other users.',
  },
  'OAUTH-CLIENTS-LIMIT': {
    status: 403,
    title: 'The tenant has the maximum number of OAuth clients',
    solution: 'Delete clients that are not used any more.',
  },
  'OAUTH-CLIENTS-INVALID': {
    status: 400,
    title: 'Invalid OAuth client',
    solution: 'Correct the member that `source.pointer` names, as the detail says.',
  },
  'OAUTH-CLIENTS-SECRET-LIMIT': {
    status: 409,
    title: 'The client has the maximum number of secrets',
    solution: 'Delete the secret that is not used any more, then create the new one.',
  },
  'OAUTH-CLIENTS-NO-SECRETS': {
    status: 409,
    title: 'The client cannot have secrets',
    solution: 'Only clients with appType `web` and the auth method `client_secret` have secrets.',
  },
  'OAUTH-CLIENTS-SECRET-NOT-FOUND': {
    status: 404,
    title: 'Client secret not found',
    solution: 'Use a hint that `clientSecrets` of the client lists.',
  },
  'OAUTH-CLIENTS-CONFIRM-DELETE': {
    status: 400,
    title: 'The deletion is confirmed for another client',
    solution: 'Send the header `qlik-confirm-delete` with the id of the client that is to be deleted, or leave it out.',
  },
  'SPACES-NOT-FOUND': {
    status: 404,
    title: 'Space not found',
    solution: 'Check the space id, and that the space belongs to the tenant that the request is addressed to.',
  },
  'SPACES-DUPLICATE-NAME': {
    status: 409,
    title: 'The space name is taken',
    solution: 'Choose another name, or use the existing space.',
  },
  'SPACES-FORBIDDEN': {
    status: 403,
    title: 'The space is managed by others',
    solution:
      'Spaces are managed by their owner, by members with the role `facilitator`, and with the scope `admin.spaces`; deleted and given to another owner by the owner and administrators only.',
  },
  'SPACES-CREATE-FORBIDDEN': {
    status: 403,
    title: 'The user may not create spaces of this type',
    solution:
      'Give the user, or a group of theirs, the role `SharedSpaceCreator`, `ManagedSpaceCreator` or `DataSpaceCreator`, or a custom role with the scope `spaces.shared:create`, `spaces.managed` or `spaces.data`. The scope `admin.spaces` creates spaces of every type.',
  },
  'SPACES-NOT-EMPTY': {
    status: 412,
    title: 'The space holds apps',
    solution: 'Move its apps to another space first: `PUT /api/v1/apps/{id}/space`.',
  },
  'SPACES-UNKNOWN-ROLE': {
    status: 400,
    title: 'Spaces of this type have no such role',
    solution: 'Use the roles that `meta.assignableRoles` of the space lists.',
  },
  'SPACES-UNKNOWN-ASSIGNEE': {
    status: 400,
    title: 'Unknown assignee',
    solution:
      'Use the id of a user, a group, or of the bot user of a client that belongs to the tenant, with the fitting `type`.',
  },
  'SPACES-DUPLICATE-ASSIGNMENT': {
    status: 409,
    title: 'The assignee has an assignment in the space',
    solution: 'Change its roles: `PUT /api/v1/spaces/{id}/assignments/{assignmentId}`.',
  },
  'SPACES-ASSIGNMENT-NOT-FOUND': {
    status: 404,
    title: 'Assignment not found',
    solution: 'Use an id that `GET /api/v1/spaces/{id}/assignments` lists.',
  },
  'SPACES-NO-SHARES': {
    status: 403,
    title: 'Apps of this space cannot be shared',
    solution: 'Move the app into a space of type `shared` or `managed`, or assign roles in its space.',
  },
  'SPACES-NO-LINK-SHARES': {
    status: 403,
    title: 'Apps are not shared by link',
    solution:
      'Share the app with a user or a group. Visitors without an account are let into an app by an access code of an `anonymous-embed` client: `POST /api/v1/oauth-clients/{id}/access-codes`.',
  },
  'SPACES-UNKNOWN-RESOURCE': {
    status: 400,
    title: 'The space has no such app',
    solution: 'Share an app from the space that it is in: `GET /api/v1/items?spaceId=...` lists them.',
  },
  'SPACES-UNKNOWN-SHARE-ROLE': {
    status: 400,
    title: 'Apps of this space are not shared with such a role',
    solution:
      'Use `consumer` for apps of a space of type `shared`, and `consumer`, `contributor` or `basicconsumer` for those of type `managed`.',
  },
  'SPACES-DUPLICATE-SHARE': {
    status: 409,
    title: 'The app is shared with the assignee',
    solution: 'Change the roles of that share: `PATCH /api/v1/spaces/{id}/shares/{shareId}`.',
  },
  'SPACES-SHARE-NOT-FOUND': {
    status: 404,
    title: 'Share not found',
    solution: 'Use an id that `GET /api/v1/spaces/{id}/shares` lists.',
  },
  'CSRF-TOKEN-UNUSED': {
    status: 400,
    title: 'Bearer authentication uses no CSRF token',
    solution: 'Send the request without `qlik-csrf-token`; only cookie sessions need one.',
  },
})
