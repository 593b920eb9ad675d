import { defineErrors } from './error-entry.js'

/** Errors of `/oauth/*`, of access tokens, and of requests from browser origins. */
export const oauthErrors = defineErrors({
  'OAUTH-INVALID-REQUEST': {
    status: 400,
    title: 'Invalid token request',
    oauthError: 'invalid_request',
    solution:
      'Send the parameters of the grant, as JSON or as a form; the detail names the first one that does not fit.',
  },
  'OAUTH-UNSUPPORTED-GRANT': {
    status: 400,
    title: 'Unsupported grant type',
    oauthError: 'unsupported_grant_type',
    solution: 'Use a grant that `/.well-known/oauth-authorization-server` lists under `grant_types_supported`.',
  },
  'OAUTH-14': {
    status: 401,
    title: 'Invalid client credentials',
    oauthError: 'invalid_client',
    solution:
      'Check the client id and the client secret. Create a new secret if the old one was lost. For a refresh token without a client id: the token may have ended; have the user sign in again.',
  },
  'OAUTH-TOO-MANY-FAILURES': {
    status: 429,
    title: 'Too many wrong credentials',
    oauthError: 'temporarily_unavailable',
    solution:
      'Correct the secret, assertion, code or refresh token: right ones are taken at once. Wrong ones are answered again after the time in the `Retry-After` header. The limit is `--wrong-credential-limit`; behind a proxy, `--trust-proxy` tells callers apart.',
  },
  'OAUTH-ASSERTION-TYPE': {
    status: 401,
    title: 'Unsupported client assertion type',
    oauthError: 'invalid_client',
    solution:
      'Send `client_assertion` with `client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer`.',
  },
  'OAUTH-ASSERTION-INVALID': {
    status: 401,
    title: 'Invalid client assertion',
    oauthError: 'invalid_client',
    solution:
      'Send a JWT signed with RS256, RS512, PS256, ES256, ES384 or EdDSA, whose `iss` and `sub` are the client id, with a `jti`, an `iat` of now and an `exp` at most 5 minutes after it. Compare the clocks.',
  },
  'OAUTH-ASSERTION-AUDIENCE': {
    status: 401,
    title: 'Invalid audience of the client assertion',
    oauthError: 'invalid_client',
    solution:
      'Set `aud` to exactly one value: the `token_endpoint` (no slash at the end) or the `issuer` of `/.well-known/oauth-authorization-server`.',
  },
  'OAUTH-ASSERTION-SIGNATURE': {
    status: 401,
    title: 'The signature of the client assertion cannot be validated',
    oauthError: 'invalid_client',
    solution:
      'Check the client id, that the client allows `private_key_jwt`, that the `kid` and `alg` of the assertion are those of one of its `publicKeys` or of its `jwksUri`, and that the tenant can fetch the latter.',
  },
  'OAUTH-ASSERTION-REPLAYED': {
    status: 401,
    title: 'The client assertion was used before',
    oauthError: 'invalid_client',
    solution: 'Make a new assertion with a new random `jti` for every request.',
  },
  'OAUTH-ACCESS-CODE': {
    status: 401,
    title: 'The access code is not accepted',
    oauthError: 'invalid_grant',
    solution:
      'Use an access code of the client as it was shown when it was made, before its end. An administrator makes another: `POST /api/v1/oauth-clients/{id}/access-codes`, or `understudy access-code create`.',
  },
  'AUTH-VISITOR': {
    status: 403,
    title: 'A visitor without an account may not do this',
    oauthError: 'insufficient_scope',
    solution:
      'A token of an access code opens the app that the code is for, and nothing else. Sign the user in, or make an access code for the other app.',
  },
  'OAUTH-REGISTRATION-OFF': {
    status: 403,
    title: 'The tenant takes no client registrations',
    oauthError: 'access_denied',
    solution:
      'Ask an administrator of the tenant to make the client, or to switch registration on: `PATCH /api/v1/oauth-clients/settings` with [{"op":"replace","path":"/dynamicClientRegistration","value":true}]. The operator has to allow it with `--dynamic-client-registration true`.',
  },
  'OAUTH-REGISTRATION-INVALID': {
    status: 400,
    title: 'Invalid client metadata',
    oauthError: 'invalid_client_metadata',
    solution:
      'Send `client_name`, `client_uri` and `redirect_uris` as JSON; `grant_types` may have `authorization_code` and `refresh_token`, `token_endpoint_auth_method` is `client_secret_basic`, `client_secret_post` or `none`.',
  },
  'OAUTH-REGISTRATION-METHOD': {
    status: 400,
    title: 'The tenant takes no registrations with this authentication method',
    oauthError: 'invalid_client_metadata',
    solution:
      'Send a `token_endpoint_auth_method` that the detail names; without one it is `client_secret_basic`. An administrator of the tenant decides which: `PATCH /api/core/auth-settings` with [{"op":"replace","path":"/dcrAllowedAuthenticationMethods","value":["none","client_secret"]}].',
  },
  'OAUTH-REGISTRATION-REDIRECT': {
    status: 400,
    title: 'Invalid redirect URI of a registration',
    oauthError: 'invalid_redirect_uri',
    solution:
      'Register at most five absolute URLs that begin with https://, or with http:// and localhost, 127.0.0.1 or [::1], without fragment and wildcard.',
  },
  'OAUTH-REGISTRATION-LIMIT': {
    status: 429,
    title: 'Too many registered clients wait for approval',
    oauthError: 'temporarily_unavailable',
    solution:
      'Have an administrator approve or delete the clients with `disableTag` `unapproved`, or wait: those that nobody approves are deleted after an hour.',
  },
  'OAUTH-CLIENT-DISABLED': {
    status: 403,
    title: 'The client is disabled',
    oauthError: 'unauthorized_client',
    solution:
      'Ask an administrator of the tenant why (`disableTag` of the client tells). One that registered itself is `unapproved`: `PATCH /api/v1/oauth-clients/{id}/connection-configs/me` approves it. The operator can enable it: `understudy client enable <client id>`.',
  },
  'OAUTH-CLIENT-NOT-CONFIDENTIAL': {
    status: 403,
    title: 'The client is not a confidential web client',
    oauthError: 'unauthorized_client',
    solution:
      'Create a client with `appType` `web`. Clients that run in browsers or on devices can keep no secret and can never act in the name of others.',
  },
  'OAUTH-GRANT-NOT-ALLOWED': {
    status: 403,
    title: 'The client may not use this grant',
    oauthError: 'unauthorized_client',
    solution:
      'Add the grant type to the `allowedGrantTypes` of the client: `PATCH /api/v1/oauth-clients/{id}` with an administrator token.',
  },
  'OAUTH-CONSENT-NOT-TRUSTED': {
    status: 403,
    title: 'The client is not trusted by the tenant',
    oauthError: 'unauthorized_client',
    solution:
      'Set the consent method: `PATCH /api/v1/oauth-clients/{id}/connection-configs/me` with [{"op":"replace","path":"/consentMethod","value":"trusted"}].',
  },
  'OAUTH-USER-NOT-FOUND': {
    status: 400,
    title: 'No such user in the tenant',
    oauthError: 'invalid_grant',
    solution:
      'Create the user first (`POST /api/v1/users`), and check that `user_lookup` names its `userId` or its exact `subject`: upper and lower case count, and `GET /api/v1/users?filter=subject eq "…"` shows how it is spelled.',
  },
  'OAUTH-USER-NOT-ACTIVE': {
    status: 403,
    title: 'The user is not active',
    oauthError: 'invalid_grant',
    solution: 'Set the status of the user to `active`, or stop asking for tokens in the name of this user.',
  },
  'OAUTH-ADMIN-IMPERSONATION': {
    status: 403,
    title: 'The client may not impersonate administrators',
    oauthError: 'unauthorized_client',
    solution:
      'Impersonate a user without administrative roles. If administrators must be impersonated, the operator can allow it for one dedicated client: `understudy client impersonate-admins <client id> on`.',
  },
  'OAUTH-INVALID-SCOPE': {
    status: 400,
    title: 'A requested scope is not allowed for the client',
    oauthError: 'invalid_scope',
    solution: 'Request a subset of the `allowedScopes` of the client, or have an administrator add the scope to it.',
  },
  'OAUTH-ADMIN-SCOPE': {
    status: 400,
    title: 'An impersonated user cannot get an admin scope through this client',
    oauthError: 'invalid_scope',
    solution:
      'Request user scopes such as `user_default`, and do administrative work with a `client_credentials` token.',
  },
  'OAUTH-DPOP-PROOF': {
    status: 400,
    title: 'Invalid DPoP proof',
    oauthError: 'invalid_dpop_proof',
    solution:
      'Sign a new proof for each request, with the key of the token: `htm` its method, `htu` its address as the tenant publishes it, `iat` now, a new `jti`, and the `nonce` of the latest `DPoP-Nonce` header.',
  },
  'OAUTH-DPOP-NONCE': {
    status: 400,
    title: 'The DPoP proof needs a nonce of the tenant',
    oauthError: 'use_dpop_nonce',
    solution:
      'Send the request again with a new proof that has the value of the `DPoP-Nonce` header as `nonce`. Client libraries do so by themselves.',
  },
  'OAUTH-DPOP-REQUIRED': {
    status: 400,
    title: 'The client must use DPoP',
    oauthError: 'invalid_dpop_proof',
    solution:
      'Send a `DPoP` header, or for impersonation `dpop_jkt` with the thumbprint of the key that the page holds. `dpopBoundAccessTokens` of the client demands it, or the refresh token that was obtained with a proof.',
  },
  'OAUTH-EXCHANGE-TOKEN': {
    status: 400,
    title: 'The presented token cannot be exchanged',
    oauthError: 'invalid_request',
    solution:
      'Present an unexpired access token that this tenant issued (no ID token, no refresh token), and as `actor_token` one that was issued to the same client that asks.',
  },
  'OAUTH-MAY-NOT-ACT': {
    status: 400,
    title: 'The client may not exchange the token',
    oauthError: 'invalid_request',
    solution:
      'Exchange tokens that were issued to this client. To hand a token on, its client exchanges it first with `audience` set to the id of the client that is to act; the result names that client in `may_act`.',
  },
  'OAUTH-INVALID-TARGET': {
    status: 400,
    title: 'The token cannot be issued for this audience',
    oauthError: 'invalid_target',
    solution:
      'Name in `audience` and `resource` nothing but audiences of the subject token, and at most one other confidential client of the tenant by its id.',
  },
  'OAUTH-FOREIGN-TOKEN': {
    status: 400,
    title: 'The token belongs to another client',
    oauthError: 'unauthorized_client',
    solution:
      'Revoke the token through the client that it was issued to. An administrator can end any token: `DELETE /api/v1/oauth-tokens/{id}`.',
  },
  'OAUTH-5': {
    status: 401,
    title: 'The token cannot be exchanged',
    oauthError: 'invalid_request',
    solution:
      'Present a valid access token of this tenant as `subject_token`, with the `client_id` it was issued to. A client that gets this error should fetch a new access token.',
  },
  'OAUTH-29': {
    status: 403,
    title: 'Invalid Origin Header',
    oauthError: 'unauthorized_client',
    solution:
      'Add the exact origin (scheme, host and port) to the `allowedOrigins` of the client whose token the page uses: `PATCH /api/v1/oauth-clients/{id}`.',
  },
  'AUTH-TOKEN-MISSING': {
    status: 401,
    title: 'Access token missing',
    oauthError: 'invalid_token',
    solution: 'Send `Authorization: Bearer <access token>`; cookies and API keys are not accepted.',
  },
  'AUTH-TOKEN-INVALID': {
    status: 401,
    title: 'Invalid access token',
    oauthError: 'invalid_token',
    solution: 'Use an access token that this tenant issued, unchanged. Fetch a new one.',
  },
  'AUTH-TOKEN-EXPIRED': {
    status: 401,
    title: 'The access token has expired',
    oauthError: 'invalid_token',
    solution: 'Fetch a new access token. Compare the clocks if this happens with a fresh one.',
  },
  'AUTH-TOKEN-REVOKED': {
    status: 401,
    title: 'The access token was revoked',
    oauthError: 'invalid_token',
    solution:
      'Fetch a new access token. A token dies when its user is disabled or changes roles or groups, and when its client is disabled, narrowed or loses a secret.',
  },
  'AUTH-DPOP-PROOF': {
    status: 401,
    title: 'Invalid DPoP proof',
    oauthError: 'invalid_dpop_proof',
    solution:
      'Sign a new proof for each request, with the key of the token: `htm`, `htu`, `iat`, a new `jti`, `ath` (the hash of the access token) and the `nonce` of the latest `DPoP-Nonce` header.',
  },
  'AUTH-DPOP-NONCE': {
    status: 401,
    title: 'The DPoP proof needs a nonce of the tenant',
    oauthError: 'use_dpop_nonce',
    solution: 'Send the request again with a new proof that has the value of the `DPoP-Nonce` header as `nonce`.',
  },
  'AUTH-DPOP-BOUND': {
    status: 401,
    title: 'The access token is bound to a key',
    oauthError: 'invalid_token',
    solution: 'Send `Authorization: DPoP <access token>` and a `DPoP` header with a proof of the key.',
  },
  'AUTH-DPOP-UNBOUND': {
    status: 401,
    title: 'The access token is bound to no key',
    oauthError: 'invalid_token',
    solution: 'Send it as `Authorization: Bearer <access token>`, or fetch a new one with a `DPoP` header.',
  },
  'AUTH-EXCHANGE-TOKEN': {
    status: 401,
    title: 'Invalid single-use token',
    oauthError: 'invalid_token',
    solution:
      'Exchange the access token again (`POST /oauth/token`): the result works once, within 30 seconds, for the purpose and from the origin it was issued for.',
  },
  'AUTH-INSUFFICIENT-SCOPE': {
    status: 403,
    title: 'The access token lacks a scope',
    oauthError: 'insufficient_scope',
    solution: 'Request one of the scopes that the detail names; the client must be allowed to have it.',
  },
  'OAUTH-PROVISIONING-NOT-ALLOWED': {
    status: 403,
    title: 'The client may not provision users',
    solution:
      'Leave `user` out of the request, or let an administrator allow it: `replace /mayProvisionUsers` on `PATCH /api/v1/oauth-clients/{id}`, or `understudy client may-provision <client id> on`.',
    oauthError: 'unauthorized_client',
  },
  'USERS-PROVISION-SUBJECT': {
    status: 400,
    title: 'The subject of the provisioned user is another one',
    solution:
      'Send in `user.subject` exactly the subject of the user that `user_lookup` names, or leave `user_lookup` out. Subjects that differ only in case are one person to section access: keep the spelling of the first request.',
    oauthError: 'invalid_request',
  },
  'USERS-PROVISION-ADMIN': {
    status: 403,
    title: 'The user administers',
    solution:
      'A token call changes nobody who has a role of level admin, directly or by a group. Leave `user` out, and change administrators through `PATCH /api/v1/users/{id}`.',
    oauthError: 'access_denied',
  },
  'USERS-PROVISION-ADMIN-GROUP': {
    status: 403,
    title: 'The group administers',
    solution:
      'A token call puts nobody into a group with a role of level admin. Take the role off the group, or let an administrator add the member through `PATCH /api/v1/users/{id}`.',
    oauthError: 'access_denied',
  },
})
