import { defineErrors } from './error-entry.js'

/** Errors of users, groups and roles. */
export const directoryErrors = defineErrors({
  'USERS-7': {
    status: 404,
    title: 'User not found',
    solution: 'Check the user id, and that the user belongs to the tenant that the request is addressed to.',
  },
  'USERS-LOOKUP-ONLY': {
    status: 403,
    title: 'Only administrators list users',
    solution:
      'The machine of a host (a token of client credentials with `user_default`, `users` or `users:read`) finds users by what it knows of them: `email eq "…"`, `subject eq "…"` or `id eq "…"`, each with `and status eq "active"` if wanted. Lists, counts, `co`, `or` and other attributes need `admin.users:read`.',
  },
  'USERS-DUPLICATE-SUBJECT': {
    status: 409,
    title: 'The subject is taken',
    solution:
      'Find the existing user with the filter `subject eq "..."`, which ignores case, and use its `subject` as it is spelled: a subject names one user of a tenant, whatever its case.',
  },
  'USERS-RESERVED-SUBJECT': {
    status: 400,
    title: 'The subject is of a client',
    oauthError: 'invalid_request',
    solution:
      'Give the user another subject: those that begin with `qlikbot\\`, or look so, are those of the bot users of clients.',
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
  'GROUPS-RESERVED-NAME': {
    status: 400,
    title: 'The group name is of a system group',
    oauthError: 'invalid_request',
    solution: 'Give the group another name, or give roles to everyone through `PATCH /api/v1/groups/settings`.',
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
})
