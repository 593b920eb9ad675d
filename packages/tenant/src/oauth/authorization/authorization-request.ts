import { parseScopeList, UnderstudyError } from '@understudy/contract'
import type { AuthorizationParameters } from './authorization-parameters.js'

/** What a client may want its user to be asked (OpenID Connect Core section 3.1.2.1, contract 1.2). */
export const prompts = ['none', 'login', 'consent', 'select_account'] as const
export type Prompt = (typeof prompts)[number]

/** An authorization request that is understood; whether it is granted is another matter. */
export interface AuthorizationRequest {
  readonly clientId: string
  /** A registered address of the client. */
  readonly redirectUri: string
  readonly state: string
  readonly scopes: readonly string[]
  /** Base64url of the SHA-256 of the verifier (RFC 7636 section 4.2). */
  readonly codeChallenge: string
  readonly prompts: readonly Prompt[]
  /** Seconds since the sign-in, at most. */
  readonly maxAge?: number
  readonly loginHint?: string
  readonly nonce?: string
  /** Thumbprint of the DPoP key that will redeem the code (RFC 9449 section 10). */
  readonly dpopJkt?: string
}

/**
 * Understands a request whose client and redirect address are known.
 *
 * @throws UnderstudyError to be answered by redirect (RFC 6749 section 4.1.2.1)
 */
export const readAuthorizationRequest = (
  clientId: string,
  redirectUri: string,
  parameters: AuthorizationParameters,
): AuthorizationRequest => {
  const [repeated] = parameters.repeated
  if (repeated !== undefined) throw invalid(`The parameter ${shown(repeated)} came twice.`)
  if (parameters.get('request') !== undefined) {
    throw new UnderstudyError('OAUTH-AUTHORIZE-REQUEST-OBJECT', 'The parameter request is not supported.')
  }
  if (parameters.get('request_uri') !== undefined) {
    throw new UnderstudyError('OAUTH-AUTHORIZE-REQUEST-URI', 'The parameter request_uri is not supported.')
  }
  checkResponse(parameters)
  const loginHint = parameters.get('login_hint')?.slice(0, 256)
  const nonce = text(parameters, 'nonce', 1024)
  const dpopJkt = pattern(parameters, 'dpop_jkt', /^[\w-]{43}$/, 'is no SHA-256 thumbprint')
  const maxAge = pattern(parameters, 'max_age', /^\d{1,9}$/, 'is no number of seconds')
  return {
    clientId,
    redirectUri,
    state: required(text(parameters, 'state', 4096), 'state'),
    scopes: parseScopeList(required(text(parameters, 'scope', 4096), 'scope')),
    codeChallenge: readChallenge(parameters),
    prompts: readPrompts(parameters.get('prompt')),
    ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
    ...(loginHint !== undefined && { loginHint }),
    ...(nonce !== undefined && { nonce }),
    ...(dpopJkt !== undefined && { dpopJkt }),
  }
}

const checkResponse = (parameters: AuthorizationParameters): void => {
  const type = parameters.get('response_type')
  if (type === undefined) {
    throw invalid('The parameter response_type is missing. A "#" in the redirect_uri cuts off what follows it.')
  }
  if (type !== 'code') {
    throw new UnderstudyError('OAUTH-AUTHORIZE-RESPONSE-TYPE', `The response type ${shown(type)} is not supported.`)
  }
  const mode = parameters.get('response_mode')
  if (mode !== undefined && mode !== 'query') throw invalid(`The response mode ${shown(mode)} is not supported.`)
}

/** PKCE is asked of every client, confidential ones too (RFC 9700 section 2.1.1), and only with S256 (contract 1.2). */
const readChallenge = (parameters: AuthorizationParameters): string => {
  const challenge = required(parameters.get('code_challenge'), 'code_challenge')
  if (parameters.get('code_challenge_method') !== 'S256') throw invalid('The code_challenge_method must be S256.')
  if (!/^[\w-]{43}$/.test(challenge)) throw invalid('The code_challenge is no base64url SHA-256.')
  return challenge
}

const readPrompts = (value: string | undefined): Prompt[] => {
  const named = parseScopeList(value ?? '')
  const known = prompts.filter((prompt) => named.includes(prompt))
  if (known.length !== named.length) throw invalid(`The prompt ${shown(value ?? '')} is not supported.`)
  if (known.includes('none') && known.length > 1) throw invalid('The prompt none goes with no other.')
  return known
}

const required = (value: string | undefined, name: string): string => {
  if (value === undefined) throw invalid(`The parameter ${name} is missing.`)
  return value
}

const text = (parameters: AuthorizationParameters, name: string, longest: number): string | undefined => {
  const value = parameters.get(name)
  if (value !== undefined && (value.length > longest || value.includes('\0'))) {
    throw invalid(`The parameter ${name} is too long, or has a NUL character.`)
  }
  return value
}

const pattern = (
  parameters: AuthorizationParameters,
  name: string,
  form: RegExp,
  otherwise: string,
): string | undefined => {
  const value = parameters.get(name)
  if (value !== undefined && !form.test(value)) throw invalid(`The parameter ${name} ${otherwise}.`)
  return value
}

const shown = (value: string): string => value.slice(0, 100)

const invalid = (detail: string): UnderstudyError => new UnderstudyError('OAUTH-AUTHORIZE-REQUEST', detail)
