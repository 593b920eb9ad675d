import { defineErrors } from './error-entry.js'

/** Errors of spaces, their members and shares. */
export const spaceErrors = defineErrors({
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
})
