import { defineErrors } from './error-entry.js'

/** Errors of the REST API, but those of the directory and of spaces. */
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
    solution:
      'Send JSON with `Content-Type: application/json`, in UTF-8 and without `Content-Encoding`; patches may also use `application/json-patch+json`, token requests forms.',
  },
  'REST-NOT-FOUND': {
    status: 404,
    title: 'No such endpoint',
    solution: 'Check the method and the path against `/openapi.json`.',
  },
  'REST-READ-ONLY': {
    status: 405,
    title: 'Nothing of this kind can be made here',
    solution: 'Leave the request out: a tenant has a list of these, which stays empty.',
  },
  'REST-NOTHING-KEPT': {
    status: 404,
    title: 'A tenant has nothing of this kind',
    solution: 'Ask for the list first: it is empty.',
  },
  'REST-NOT-PROVIDED': {
    status: 404,
    title: 'No part of this tenant',
    solution: 'Leave the request out: the published API has this, a tenant does not. See docs/rest-api.md.',
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
  'ITEMS-OF-APP': {
    status: 403,
    title: 'This of an item changes with its app alone',
    solution:
      'Change the app: `PUT /api/v1/apps/{id}/space` moves it, `DELETE /api/v1/apps/{id}` deletes it with its item. `PUT /api/v1/items/{id}` takes another name and description.',
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
  'CSRF-TOKEN-UNUSED': {
    status: 400,
    title: 'Bearer authentication uses no CSRF token',
    solution: 'Send the request without `qlik-csrf-token`; only cookie sessions need one.',
  },
})
