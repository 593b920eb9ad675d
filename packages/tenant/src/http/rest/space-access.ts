import { requireScopes } from '../authentication.js'

/** Tokens that read spaces of some type; which of the spaces, and of their members and shares, is decided by space. */
export const mayReadSpaces = {
  onRequest: requireScopes('spaces.shared:read', 'spaces.managed:read', 'spaces.data:read', 'admin.spaces:read'),
}

/** Tokens that change spaces of some type; owners and facilitators manage theirs, and who is one is decided by space. */
export const mayManageSpaces = {
  onRequest: requireScopes('spaces.shared', 'spaces.managed', 'spaces.data', 'admin.spaces'),
}
