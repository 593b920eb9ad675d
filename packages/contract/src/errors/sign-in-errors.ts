import { defineErrors } from './error-entry.js'

/** Errors of the sign-in pages. `LOGIN-2`, `LOGIN-8` and `LOGIN-10` are the contract's (contract 1.12). */
export const signInErrors = defineErrors({
  'LOGIN-2': {
    status: 401,
    title: 'The tenant has no sign-in',
    solution:
      'An administrator makes one: an identity provider (`POST /api/v1/identity-providers`), or an invitation to the built-in directory (`understudy user invite <email>`).',
  },
  'LOGIN-8': {
    status: 401,
    title: 'Illegal address to return to',
    solution:
      'Give `returnto` as a path of the tenant that begins with one slash, or as an absolute http(s) address together with `qlik-web-integration-id`.',
  },
  'LOGIN-10': {
    status: 401,
    title: 'The web integration does not list the address to return to',
    solution:
      'Add the origin of the page (scheme, host and port, exactly) to `validOrigins` of the web integration, and check the `qlik-web-integration-id`.',
  },
  'LOGIN-REFUSED': {
    status: 401,
    title: 'Sign-in refused',
    solution:
      'Check the name and the password. A user who has no password yet, or forgot it, asks an administrator for a link (`understudy user invite`, `understudy user reset-password`).',
  },
  'LOGIN-DIRECTORY-OFF': {
    status: 403,
    title: 'The tenant has no passwords',
    solution: 'Sign in with the identity provider. An operator allows passwords with the option `built-in-directory`.',
  },
  'LOGIN-PROVIDER-UNKNOWN': {
    status: 404,
    title: 'The identity provider is not in use',
    solution: 'Begin at `/login`, which offers the identity providers that are in use.',
  },
  'LOGIN-PROVIDER-FAILED': {
    status: 502,
    title: 'The identity provider cannot be used',
    solution:
      'Look the `traceId` up in the log of the tenant, which holds the reason. Check the discovery URL, client id and client secret of the identity provider, that it knows `<tenant>/login/callback` as a redirect URI, and, for one on a private network, the option `outbound-private-hosts`.',
  },
  'LOGIN-PROVIDER-REFUSED': {
    status: 401,
    title: 'The identity provider refused the sign-in',
    solution: 'Try again. Whether an account may sign in is decided at the identity provider.',
  },
  'LOGIN-PROVIDER-CLAIMS': {
    status: 401,
    title: 'The identity provider does not say who this is',
    solution: 'Correct `claimsMapping.sub` of the identity provider, or let it send the claim.',
  },
  'LOGIN-PROVIDER-STALE': {
    status: 401,
    title: 'The identity provider did not ask again',
    solution: 'The application asks for a fresh sign-in. Sign out at the identity provider, then try again.',
  },
  'LOGIN-TRANSACTION-INVALID': {
    status: 400,
    title: 'The sign-in is over',
    solution:
      'Begin again, from the page that you came from. A sign-in is finished within ten minutes, once, in the browser that began it, with cookies allowed.',
  },
  'LOGIN-USER-UNKNOWN': {
    status: 403,
    title: 'The person has no user here',
    solution:
      'Invite the person, or create the user with the subject that the identity provider tells; or let the identity provider make users (`createNewUsersOnLogin`).',
  },
  'LOGIN-TOO-MANY-ATTEMPTS': {
    status: 429,
    title: 'Too many attempts',
    solution:
      'Wait for the time in the `Retry-After` header. A browser from which the user signed in before has attempts of its own; an administrator can make a link with `understudy user reset-password`.',
  },
  'LOGIN-BUSY': {
    status: 503,
    title: 'Too many sign-ins at once',
    solution: 'Try again in a moment. Passwords are checked slowly on purpose, a few at a time.',
  },
  'LOGIN-FORM-EXPIRED': {
    status: 403,
    title: 'The form has expired',
    solution:
      'Open the page again, and allow cookies for the tenant: the form must come from the browser that shows it.',
  },
  'LOGIN-LINK-INVALID': {
    status: 410,
    title: 'The link is not valid any more',
    solution:
      'A link works once, and for a limited time. Ask an administrator for a new one (`understudy user invite`, `understudy user reset-password`).',
  },
  'LOGIN-PASSWORD-UNSUITABLE': {
    status: 422,
    title: 'The password cannot be used',
    solution:
      'Choose 12 to 256 characters that are no well-known password and not your name; a few words make a good one.',
  },
})
