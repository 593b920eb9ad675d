import { UnderstudyError } from '@understudy/contract'
import { AuthorizationResponseError } from 'openid-client'

/**
 * Brings what went wrong with an identity provider to an error of the catalogue. What the provider answered stays in the
 * log; only the error code of a refusal is told.
 *
 * @throws UnderstudyError LOGIN-PROVIDER-REFUSED when the provider refused the user, LOGIN-PROVIDER-FAILED otherwise
 */
export const providerFailed = (cause: unknown): never => {
  if (cause instanceof AuthorizationResponseError) {
    const code = /^[a-z_]{1,40}$/.test(cause.error) ? cause.error : 'an error'
    throw new UnderstudyError('LOGIN-PROVIDER-REFUSED', `The identity provider answered ${code}.`, { cause })
  }
  throw new UnderstudyError('LOGIN-PROVIDER-FAILED', 'The identity provider did not answer as it should.', { cause })
}
