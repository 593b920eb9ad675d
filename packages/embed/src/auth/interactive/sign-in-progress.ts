import { embedError } from '../../failure/embed-failure.js'

/** A sign-in that took the browser to the tenant. Lives in the tab's session storage until it comes back. */
export interface SignInProgress {
  /** Of the tenant; what the answer must name as its issuer (RFC 9207). */
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  /** RFC 7636. */
  readonly verifier: string
  /** The page that wanted a token. */
  readonly href: string
}

/** What the tenant answered, for the page that wanted a token. */
export type SignInAnswer = Pick<SignInProgress, 'origin' | 'clientId' | 'redirectUri' | 'verifier'> &
  ({ readonly code: string } | { readonly refusal: string })

const progressKey = 'understudy-sign-in'
const answerKey = 'understudy-sign-in-answer'

/** Remembers where the browser goes, and why. One sign-in at a time: the tab shows one page. */
export const beginProgress = (progress: SignInProgress): void =>
  sessionStorage.setItem(progressKey, JSON.stringify(progress))

/**
 * Takes the answer out of an address, if it is the one that this tab waits for.
 *
 * @returns the page to go back to; undefined when the address holds no answer that is expected
 */
export const receiveAnswer = (address: string): string | undefined => {
  const parameters = new URL(address).searchParams
  const state = parameters.get('state')
  const text = sessionStorage.getItem(progressKey)
  if (state === null || text === null) return undefined
  const progress: SignInProgress = JSON.parse(text)
  if (progress.state !== state) return undefined
  sessionStorage.removeItem(progressKey)
  const { origin, clientId, redirectUri, verifier, href } = progress
  const answer: SignInAnswer = { origin, clientId, redirectUri, verifier, ...outcomeOf(parameters, origin) }
  sessionStorage.setItem(answerKey, JSON.stringify(answer))
  return href
}

const outcomeOf = (parameters: URLSearchParams, origin: string): { code: string } | { refusal: string } => {
  const [code, issuer] = [parameters.get('code'), parameters.get('iss')]
  if (issuer !== origin) return { refusal: `The answer is of ${issuer}, the sign-in began at ${origin}.` }
  if (code !== null) return { code }
  const why = parameters.get('error_detail') ?? parameters.get('error_description') ?? ''
  return { refusal: `${parameters.get('error_code') ?? parameters.get('error')}: ${why}` }
}

/**
 * Takes the answer that waits for a client, once.
 *
 * @throws {EmbedError} EMBED-SIGN-IN if the tenant or the user refused
 */
export const takeAnswer = (
  origin: string,
  clientId: string,
): (SignInAnswer & { readonly code: string }) | undefined => {
  const text = sessionStorage.getItem(answerKey)
  if (text === null) return undefined
  const answer: SignInAnswer = JSON.parse(text)
  if (answer.origin !== origin || answer.clientId !== clientId) return undefined
  sessionStorage.removeItem(answerKey)
  if ('refusal' in answer) throw embedError('EMBED-SIGN-IN', answer.refusal)
  return answer
}
