import { appErrors } from './app-errors.js'
import { authorizeErrors } from './authorize-errors.js'
import { cliErrors } from './cli-errors.js'
import { collectionErrors } from './collection-errors.js'
import { directoryErrors } from './directory-errors.js'
import { embedErrors } from './embed-errors.js'
import { engineErrors } from './engine-errors.js'
import type { ErrorEntry } from './error-entry.js'
import { exportErrors } from './export-errors.js'
import { httpErrors } from './http-errors.js'
import { oauthErrors } from './oauth-errors.js'
import { qixErrors } from './qix-errors.js'
import { restErrors } from './rest-errors.js'
import { sessionErrors } from './session-errors.js'
import { signInErrors } from './sign-in-errors.js'
import { spaceErrors } from './space-errors.js'

interface Chapter {
  readonly title: string
  readonly where: string
  readonly errors: Readonly<Record<string, ErrorEntry>>
}

/** The catalogue in the order in which an integrator meets it. */
const chapters: readonly Chapter[] = [
  {
    title: 'Tokens and origins',
    where: 'Answers of `/oauth/*`, and refusals of access tokens and browser origins anywhere.',
    errors: oauthErrors,
  },
  {
    title: 'Signing in',
    where: 'Sign-ins, and requests that a session cookie authenticates.',
    errors: sessionErrors,
  },
  {
    title: 'Authorization requests',
    where:
      'Answers of `/oauth/authorize`, mostly as `error_code` of a redirect to the application, and of the grants that follow.',
    errors: authorizeErrors,
  },
  {
    title: 'Sign-in pages',
    where: 'Shown by the pages on which people sign in.',
    errors: signInErrors,
  },
  { title: 'REST API', where: 'Answers of `/api/v1/*`.', errors: restErrors },
  {
    title: 'Users, groups and roles',
    where: 'Answers of `/api/v1/users`, `groups` and `roles`.',
    errors: directoryErrors,
  },
  { title: 'Spaces', where: 'Answers of `/api/v1/spaces`.', errors: spaceErrors },
  { title: 'Collections', where: 'Answers of `/api/v1/collections`.', errors: collectionErrors },
  {
    title: 'Exports',
    where: 'Answers of `ExportData`, and of the addresses that its files are fetched from.',
    errors: exportErrors,
  },
  { title: 'Any request', where: 'Answers of any HTTP endpoint.', errors: httpErrors },
  {
    title: 'Embeds',
    where: 'Shown in the panel of an embed, and in the detail of its `error` and `fatalerror` events.',
    errors: embedErrors,
  },
  {
    title: 'QIX calls',
    where: 'JSON-RPC error frames of the WebSocket; the code stands in `error.parameter`.',
    errors: qixErrors,
  },
  {
    title: 'Apps: data, access, expressions',
    where: 'Reloads, opening an app, and `qError` of the layout of an object.',
    errors: engineErrors,
  },
  { title: 'App folders', where: 'Adding an app, and reading its files.', errors: appErrors },
  { title: 'Command line', where: 'Printed by `understudy`, and by a server that does not start.', errors: cliErrors },
]

const introduction = `# Errors

Every failure has a stable code. REST and OAuth answers carry it in one envelope:

\`\`\`json
{
  "errors": [
    {
      "code": "USERS-7",
      "title": "User not found",
      "detail": "What was wrong this time.",
      "status": 404,
      "source": { "pointer": "/subject" },
      "meta": { "solution": "How to solve it." }
    }
  ],
  "traceId": "Names this answer in the log of the tenant."
}
\`\`\`

\`source\` names the part of the request that was wrong: \`pointer\` a member of the body (RFC 6901), \`parameter\` a query
or header parameter. Answers of \`/oauth/*\` carry \`error\` and \`error_description\` (RFC 6749) beside it, and \`status\` as
a string.
`

const renderError = (code: string, { status, title, solution, oauthError, qixCode }: ErrorEntry): string => {
  const figures = [
    `Status ${status}`,
    ...(oauthError === undefined ? [] : [`OAuth \`${oauthError}\``]),
    ...(qixCode === undefined ? [] : [`QIX ${qixCode}`]),
  ]
  return `### ${code}\n\n${title}. *${figures.join(', ')}.*\n\n**How to solve:** ${solution}\n`
}

const renderChapter = ({ title, where, errors }: Chapter): string =>
  [`## ${title}\n\n${where}\n`, ...Object.entries(errors).map(([code, entry]) => renderError(code, entry))].join('\n')

/** The error catalogue as a Markdown page, for the documentation. */
export const renderErrors = (): string => [introduction, ...chapters.map(renderChapter)].join('\n')
