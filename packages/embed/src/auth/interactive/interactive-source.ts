import { EmbedError, embedError } from '../../failure/embed-failure.js'
import { readClaims } from '../../token/token-times.js'
import { authorizationUrl, randomText } from './authorization-url.js'
import { type KeptTokens, keepTokens, type TokenStorage } from './kept-tokens.js'
import { requestTokens, type SignedInTokens } from './request-tokens.js'
import { beginProgress, receiveAnswer, takeAnswer } from './sign-in-progress.js'

/** The page's own way through a sign-in, as the published client names it. */
export type PerformInteractiveLogin = (helpers: {
  readonly getLoginUrl: (wanted: { readonly redirectUri: string }) => Promise<string>
}) => Promise<string | { readonly code: string; readonly state: string }>

/** A host configuration whose user signs in at the tenant (contract 5.3). */
export interface InteractiveHost {
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string | undefined
  readonly scope: string | undefined
  readonly accessTokenStorage: TokenStorage | undefined
  readonly performInteractiveLogin: string | PerformInteractiveLogin | undefined
}

/** Supplies tokens of a user who signs in at the tenant. */
export interface InteractiveSource {
  (): Promise<string>
  /** The tenant refused the token in use. */
  readonly forget: () => void
  /** The person has gone: nothing of them is kept, whatever is still under way. */
  readonly leave: () => void
}

/** A redirect that comes back this soon, in milliseconds, without a token that is accepted, would go on for ever. */
const shortestRound = 10_000

const sources = new Map<string, InteractiveSource>()
const loginIds = new Map<unknown, number>()

/** The source of a host; the same one for the same host, as token suppliers are told apart by identity. */
export const interactiveSource = (host: InteractiveHost): InteractiveSource => {
  const { performInteractiveLogin: login, ...rest } = host
  if (!loginIds.has(login)) loginIds.set(login, loginIds.size)
  const key = JSON.stringify({ ...rest, login: loginIds.get(login) })
  const source = sources.get(key) ?? createSource(host)
  sources.set(key, source)
  return source
}

const createSource = (host: InteractiveHost): InteractiveSource => {
  const { origin, clientId } = host
  const kept = keepTokens(`${origin} ${clientId} ${scopeOf(host)}`, host.accessTokenStorage)
  // The address of the sign-in's answer may be that of the page itself.
  const returned = receiveAnswer(location.href)
  if (returned !== undefined) history.replaceState(history.state, '', returned)
  let failure: unknown
  /** Rises with each person, so that an answer for the former one is not kept for the next. */
  let person = 0
  const keptOfPerson = (): KeptTokens => {
    const asked = person
    return { ...kept, write: async (tokens) => (asked === person ? kept.write(tokens) : undefined) }
  }

  const ask = async (): Promise<string> => {
    // A user who said no is not asked again until the page is loaded again.
    if (failure !== undefined) throw failure
    try {
      return (await obtain(host, keptOfPerson())).accessToken
    } catch (thrown) {
      if (thrown instanceof EmbedError && thrown.failure.code === 'EMBED-SIGN-IN') failure = thrown
      throw thrown
    }
  }
  // A refresh token gets another one.
  const forget = (): void => {
    const forgotten = kept.alone(async () => {
      if ((await kept.read())?.refreshToken === undefined) await kept.write(undefined)
    })
    // Whoever asks for a token next meets the same trouble, and tells of it.
    forgotten.catch(() => undefined)
  }
  const leave = (): void => {
    person += 1
    failure = undefined
    kept.alone(() => kept.write(undefined)).catch(() => undefined)
  }
  return Object.assign(ask, { forget, leave })
}

const obtain = async (host: InteractiveHost, kept: KeptTokens): Promise<SignedInTokens> => {
  const { origin, clientId, performInteractiveLogin: login } = host
  const answer = takeAnswer(origin, clientId)
  if (answer !== undefined) return keep(kept, await redeem(host, answer.code, answer.verifier, answer.redirectUri))
  const renewed = await kept.alone(() => renew(host, kept))
  if (renewed !== undefined) return renewed
  return login === undefined ? redirect(host) : keep(kept, await performLogin(host, login))
}

/** What is kept, or what its refresh token is good for; everything that is read and written here has to stay together. */
const renew = async ({ origin, clientId }: InteractiveHost, kept: KeptTokens): Promise<SignedInTokens | undefined> => {
  const tokens = await kept.read()
  if (tokens?.refreshToken === undefined) return tokens && isAlive(tokens.accessToken) ? tokens : undefined
  // Not after the answer: a page that is left before it comes would leave a used token behind.
  await kept.write(undefined)
  const parameters = { grant_type: 'refresh_token', client_id: clientId, refresh_token: tokens.refreshToken }
  const refreshed = await requestTokens(origin, parameters).catch(() => undefined)
  return refreshed && keep(kept, refreshed)
}

const keep = async (kept: KeptTokens, tokens: SignedInTokens): Promise<SignedInTokens> => {
  await kept.write(tokens)
  return tokens
}

const isAlive = (token: string): boolean => (readClaims(token)?.expiresAt ?? 0) > Date.now()

const scopeOf = ({ scope }: InteractiveHost): string => scope ?? 'user_default'

const redeem = (
  { origin, clientId }: InteractiveHost,
  code: string,
  verifier: string,
  redirectUri: string,
): Promise<SignedInTokens> =>
  requestTokens(origin, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  })

/** Leaves the page for the tenant's sign-in; nothing after it runs. */
const redirect = async (host: InteractiveHost): Promise<never> => {
  const { origin, clientId } = host
  const roundKey = `understudy-round ${origin} ${clientId}`
  if (Date.now() - Number(sessionStorage.getItem(roundKey)) < shortestRound) {
    throw embedError('EMBED-SIGN-IN', 'The sign-in came back at once, and its token was not accepted.')
  }
  sessionStorage.setItem(roundKey, String(Date.now()))
  const redirectUri = host.redirectUri ?? location.href
  const [state, verifier] = [randomText(), randomText()]
  const url = await authorizationUrl({ origin, clientId, redirectUri, scope: scopeOf(host), state, verifier })
  beginProgress({ origin, clientId, redirectUri, state, verifier, href: location.href })
  location.replace(url)
  return new Promise(() => {})
}

const performLogin = async (
  host: InteractiveHost,
  login: string | PerformInteractiveLogin,
): Promise<SignedInTokens> => {
  const perform = typeof login === 'string' ? (globalThis as Record<string, unknown>)[login] : login
  if (typeof perform !== 'function') throw embedError('EMBED-SIGN-IN', `window.${login} is no function.`)
  const { origin, clientId } = host
  const [state, verifier] = [randomText(), randomText()]
  let used: string | undefined
  const getLoginUrl = ({ redirectUri }: { readonly redirectUri: string }): Promise<string> => {
    used = redirectUri
    return authorizationUrl({ origin, clientId, redirectUri, scope: scopeOf(host), state, verifier })
  }
  const result: unknown = await perform({ getLoginUrl })
  const answer = answerOf(result)
  if (used === undefined || answer.state !== state || !answer.code) {
    throw embedError('EMBED-SIGN-IN', 'performInteractiveLogin gave no answer to the login URL that it asked for.')
  }
  return redeem(host, answer.code, verifier, used)
}

const answerOf = (result: unknown): { readonly code?: string; readonly state?: string } => {
  if (typeof result !== 'string') return Object(result)
  return Object.fromEntries(new URL(result, location.href).searchParams)
}
