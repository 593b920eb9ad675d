import { readFileSync } from 'node:fs'
import { allScopes, clientGrantTypes, grantTypes, rest, UnderstudyError } from '@understudy/contract'
import { Value } from 'typebox/value'
import { createClient } from '../../clients/create-client.js'
import { type Command, type Invocation, jsonFlag, tenantFlag } from '../command.js'
import { withOperatorContext } from '../operator-context.js'
import { tenantOrigin } from '../tenant-origin.js'

/** Short words for grants that have long names. */
const grantWords: Readonly<Record<string, string>> = { impersonation: grantTypes.impersonation }

/** `understudy client create <name>`. */
export const clientCreateCommand: Command = {
  name: 'client create',
  usage: '<name>',
  summary: 'Make an OAuth client; prints its secret once.',
  flags: {
    'app-type': {
      type: 'string',
      value: 'type',
      choices: ['web', 'spa', 'native', 'anonymous-embed'],
      explanation: 'web (default, a backend that keeps a secret), spa, native or anonymous-embed.',
    },
    grant: {
      type: 'string',
      value: 'grant',
      multiple: true,
      choices: [...Object.keys(grantWords), ...clientGrantTypes],
      explanation: 'What a web client may do: impersonation, client_credentials. May be repeated.',
    },
    scope: {
      type: 'string',
      value: 'scope',
      multiple: true,
      choices: allScopes,
      explanation: 'A scope it may ask for. May be repeated.',
    },
    origin: {
      type: 'string',
      value: 'origin',
      multiple: true,
      explanation: 'Origin of a page that may use its tokens, such as https://portal.example. May be repeated.',
    },
    'redirect-uri': {
      type: 'string',
      value: 'URL',
      multiple: true,
      explanation: 'Where sign-in returns to. May be repeated.',
    },
    'public-key': {
      type: 'string',
      value: 'file',
      explanation: 'File with a public key (JWK) to authenticate by, in place of a secret.',
    },
    'jwks-uri': {
      type: 'string',
      value: 'https URL',
      explanation: 'Address of its public keys, in place of a secret.',
    },
    'ask-consent': { type: 'boolean', explanation: 'Let users consent, in place of trusting the client.' },
    'may-provision': {
      type: 'boolean',
      explanation: 'Let it create and change users in its impersonation requests.',
    },
    env: {
      type: 'boolean',
      explanation: 'Write what a backend needs as lines of a .env file: TENANT_URL, CLIENT_ID, CLIENT_SECRET.',
    },
    ...tenantFlag,
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { env, json } = invocation.flags
    if (env === true && json === true) throw new UnderstudyError('CLI-USAGE', 'Choose --env or --json.')
    const body = requestedClient(invocation)
    const trace = { actor: { type: 'operator', id: 'command line' } } as const
    const { made, tenantUrl } = await withOperatorContext(invocation, async (context) => ({
      tenantUrl: await tenantOrigin(context.store, context.tenant.id, invocation),
      made: await createClient(context, { trace }, body),
    }))
    if (env === true) invocation.stdout.write(environmentLines(tenantUrl, made))
    else invocation.stdout.write(json === true ? `${JSON.stringify(summary(made))}\n` : describe(made))
    return 0
  },
}

const requestedClient = ({ flags, positionals }: Invocation): rest.OAuthClientCreate => {
  const [clientName] = positionals
  if (clientName === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the client.')
  const text = (flag: string): string | undefined => (typeof flags[flag] === 'string' ? flags[flag] : undefined)
  const texts = (flag: string): string[] => [flags[flag] ?? []].flat().map(String)
  const keyFile = text('public-key')
  const jwksUri = text('jwks-uri')
  const body = {
    appType: text('app-type') ?? 'web',
    clientName,
    allowedGrantTypes: texts('grant').map((grant) => grantWords[grant] ?? grant),
    allowedScopes: texts('scope'),
    allowedOrigins: texts('origin'),
    redirectUris: texts('redirect-uri'),
    ...(keyFile !== undefined && { publicKeys: [readKey(keyFile)] }),
    ...(jwksUri !== undefined && { jwksUri }),
    ...((keyFile ?? jwksUri) !== undefined && { allowedAuthMethods: ['private_key_jwt'] }),
    ...(flags['may-provision'] === true && { mayProvisionUsers: true }),
    ...(flags['ask-consent'] !== true && { connectionConfig: { consentMethod: 'trusted' } }),
  }
  if (Value.Check(rest.OAuthClientCreate, body)) return body
  const [first] = Value.Errors(rest.OAuthClientCreate, body)
  throw new UnderstudyError('CLI-USAGE', `${first?.instancePath.slice(1) || 'The client'} ${first?.message}.`)
}

const readKey = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new UnderstudyError('CLI-USAGE', `${file} cannot be read as JSON.`, { cause })
  }
}

const summary = ({ clientId, clientSecret }: rest.OAuthClientCreated) => ({ clientId, clientSecret })

const environmentLines = (tenantUrl: string, { clientId, clientSecret }: rest.OAuthClientCreated): string =>
  Object.entries({ TENANT_URL: tenantUrl, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret })
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}\n`]))
    .join('')

const describe = ({ clientId, clientSecret }: rest.OAuthClientCreated): string =>
  [
    'The client is made.',
    '',
    `  client id      ${clientId}`,
    ...(clientSecret === undefined
      ? []
      : [
          `  client secret  ${clientSecret}`,
          '',
          'Keep the secret now: only its hash is stored, and it is not shown again.',
        ]),
    '',
  ].join('\n')
