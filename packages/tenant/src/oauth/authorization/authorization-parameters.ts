/** The parameters of an authorization request as they were sent, not yet believed. */
export interface AuthorizationParameters {
  /** Undefined when absent or empty, as RFC 6749 section 3.1 counts it. */
  readonly get: (name: string) => string | undefined
  /** Names that came more than once (RFC 6749 section 3.1 allows none to). */
  readonly repeated: readonly string[]
  /** What `redirect_uri` may mean: its decoded value, and its text as it stands, where that differs. */
  readonly redirectUris: readonly string[]
}

/**
 * The query of the published client, which sorts its parameters and encodes none (contract 0.11): a redirect address
 * with a query of its own spills its parameters into the request's.
 */
const publishedForm =
  /^(client_id=[^&]*&code_challenge=[^&]*&code_challenge_method=[^&]*)&redirect_uri=(.*)&(response_type=[^&]*&scope=[^&]*&state=[^&]*)$/

/**
 * Reads the parameters of a query or of a form body.
 *
 * @param encoded `application/x-www-form-urlencoded` text, without a question mark
 */
export const readAuthorizationParameters = (encoded: string): AuthorizationParameters => {
  const [, before, redirectUri, after] = publishedForm.exec(encoded) ?? []
  if (redirectUri === undefined) return parametersOf(new URLSearchParams(encoded))
  const parameters = new URLSearchParams(`${before}&${after}`)
  const [decoded = ''] = new URLSearchParams(`u=${redirectUri.replaceAll('&', '%26')}`).values()
  parameters.set('redirect_uri', decoded)
  return { ...parametersOf(parameters), redirectUris: [...new Set([decoded, redirectUri])] }
}

const parametersOf = (parameters: URLSearchParams): AuthorizationParameters => {
  const redirectUri = parameters.get('redirect_uri')
  return {
    get: (name) => parameters.get(name) || undefined,
    repeated: [...parameters.keys()].filter((name, index, names) => names.indexOf(name) !== index),
    redirectUris: redirectUri === null ? [] : [redirectUri],
  }
}
