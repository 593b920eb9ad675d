import { EmbedError, embedError } from '../failure/embed-failure.js'
import { failureOfAnswer, isToken } from './host-answer.js'

/** `getAccessToken` of a host configuration: a function, or the name of a global one. */
export type TokenSource = string | ((offer: TokenOffer) => Promise<string>)

/** What the page's function may use to get a token; most need nothing. */
export interface TokenOffer {
  /**
   * The thumbprint of a key that this browser makes and keeps. A backend that passes it on as `dpop_jkt` gets a token that
   * works in this browser only (RFC 9449).
   */
  readonly dpopJkt: () => Promise<string>
}

/**
 * Asks the page for an access token.
 *
 * @param source `getAccessToken` of the host configuration
 * @param offer handed to the function
 * @param globals where a named function is looked up, each time, because pages define it late
 * @throws {EmbedError} EMBED-TOKEN-SOURCE without such a function; EMBED-TOKEN-SUPPLY, or the tenant's error that the
 *   host passed on, if it fails or gives anything else than a token
 */
export const askForToken = async (
  source: TokenSource,
  offer: TokenOffer,
  globals: object = globalThis,
): Promise<string> => {
  const supply = typeof source === 'function' ? source : (globals as Readonly<Record<string, unknown>>)[source]
  if (typeof supply !== 'function') {
    throw embedError(
      'EMBED-TOKEN-SOURCE',
      `window.${source} is ${supply === undefined ? 'not defined' : 'no function'}.`,
    )
  }
  let token: unknown
  try {
    token = await supply(offer)
  } catch (cause) {
    // A supplier of the runtime's own has said it better already.
    if (cause instanceof EmbedError) throw cause
    throw new EmbedError(failureOfAnswer(nameOf(source), cause), { cause })
  }
  const text = typeof token === 'string' ? token.trim() : ''
  if (!isToken(text)) throw new EmbedError(failureOfAnswer(nameOf(source), token))
  return text
}

const nameOf = (source: TokenSource): string =>
  typeof source === 'string' ? source : source.name === '' ? 'The get-access-token function' : source.name
