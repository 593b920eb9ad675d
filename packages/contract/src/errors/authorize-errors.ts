import { defineErrors } from './error-entry.js'

/**
 * Refusals of the authorization endpoint and of the grants that follow it. Those without a usable client or redirect
 * address are told to the browser, all others to the client, by redirect (RFC 6749 section 4.1.2.1).
 */
export const authorizeErrors = defineErrors({
  'OAUTH-1': {
    status: 400,
    title: 'The redirect_uri is not registered',
    oauthError: 'invalid_request',
    solution:
      'Add exactly this address to the `redirectUris` of the client: `PATCH /api/v1/oauth-clients/{id}`. Nothing is sent to an address that is not among them.',
  },
  'OAUTH-AUTHORIZE-CLIENT': {
    status: 400,
    title: 'Invalid client_id',
    oauthError: 'invalid_client',
    solution:
      'Check the `client_id`. The client must exist in this tenant, be enabled, and be of `appType` `spa`, `native` or `web`.',
  },
  'OAUTH-AUTHORIZE-REQUEST': {
    status: 400,
    title: 'Invalid authorization request',
    oauthError: 'invalid_request',
    solution:
      'Send `response_type=code`, `client_id`, `redirect_uri`, `scope`, `state` and a PKCE challenge, each once; the detail names what does not fit.',
  },
  'OAUTH-AUTHORIZE-RESPONSE-TYPE': {
    status: 400,
    title: 'Unsupported response type',
    oauthError: 'unsupported_response_type',
    solution: 'Send `response_type=code`. Tokens are never part of a redirect (RFC 9700 section 2.1.2).',
  },
  'OAUTH-AUTHORIZE-REQUEST-OBJECT': {
    status: 400,
    title: 'Request objects are not supported',
    oauthError: 'request_not_supported',
    solution: 'Send the parameters themselves, not as a `request` JWT.',
  },
  'OAUTH-AUTHORIZE-REQUEST-URI': {
    status: 400,
    title: 'Request URIs are not supported',
    oauthError: 'request_uri_not_supported',
    solution: 'Send the parameters themselves, not as a `request_uri`.',
  },
  'OAUTH-AUTHORIZE-EXPIRED': {
    status: 400,
    title: 'The sign-in took too long',
    oauthError: 'invalid_request',
    solution: 'Go back to the application and start again. A request waits ten minutes and is answered once.',
  },
  'OAUTH-LOGIN-REQUIRED': {
    status: 400,
    title: 'Nobody is signed in',
    oauthError: 'login_required',
    solution: 'Repeat the request without `prompt=none`, in a window where the user can sign in.',
  },
  'OAUTH-CONSENT-REQUIRED': {
    status: 400,
    title: 'The user has not consented',
    oauthError: 'consent_required',
    solution:
      'Repeat the request without `prompt=none`, so that the user can be asked; or make the client `trusted` if asking is not wanted.',
  },
  'OAUTH-ACCESS-DENIED': {
    status: 403,
    title: 'The user has denied access',
    oauthError: 'access_denied',
    solution: 'Tell the user what the access is for, and let them start again.',
  },
  'OAUTH-CONSENT-FORM': {
    status: 403,
    title: 'The form is not of this session',
    oauthError: 'access_denied',
    solution: 'Go back to the application and start again; the session has changed since the page was shown.',
  },
  'OAUTH-CODE-INVALID': {
    status: 400,
    title: 'Invalid authorization code',
    oauthError: 'invalid_grant',
    solution:
      'Start a new authorization request. A code works once, for 60 seconds, for its own client, `redirect_uri` and `code_verifier`. One that comes a second time ends what the first use obtained.',
  },
  'OAUTH-REFRESH-INVALID': {
    status: 400,
    title: 'Invalid refresh token',
    oauthError: 'invalid_grant',
    solution:
      'Have the user sign in again. A refresh token works once and is answered with the next one; one that comes a second time ends all that came of it (a confidential client that sends several requests at once needs the option refreshRepeatLeeway). It ends with its user, its client and its consent.',
  },
  'OAUTH-CONSENTS-NOT-FOUND': {
    status: 404,
    title: 'There is no such consent',
    solution: 'List the consents of the user (`GET /api/v1/oauth-consents`); this one may have been withdrawn already.',
  },
})
