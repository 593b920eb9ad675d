import { verificationKeys } from '../../keys/verification-keys.js'

/** Most keys of a provider. */
const maximumKeys = 50

/**
 * Takes the keys that nobody should be believed by out of the key set that an identity provider answered with.
 *
 * @param answer to a request for the provider's `jwks_uri`
 * @throws Error when it is no key set
 */
export const believableKeys = async (answer: Response): Promise<Response> => {
  if (!answer.ok) return answer
  const keys = verificationKeys(await answer.json(), maximumKeys)
  return Response.json({ keys }, { headers: { 'content-type': 'application/jwk-set+json' } })
}
