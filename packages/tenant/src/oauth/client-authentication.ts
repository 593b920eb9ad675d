import { type ClientParameters, UnderstudyError } from '@understudy/contract'
import { secretCredential } from '../clients/client-credentials.js'
import { hashSecret, sameSecretHash } from '../clients/client-secret.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type BasicCredentials, readBasicCredentials } from './basic-credentials.js'
import { authenticateByAssertion } from './client-assertion/authenticate-by-assertion.js'
import { readClientCredentials, readClientRegistration, type TokenClient, tokenClient } from './token-client.js'

/** Where a request carries its client's credentials: the body, or HTTP Basic (RFC 6749 section 2.3.1). */
export interface PresentedCredentials {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  /** `client_assertion` and `client_assertion_type` (RFC 7521 section 4.2). */
  readonly assertion?: string | undefined
  readonly assertionType?: string | undefined
  /** The `Authorization` header. */
  readonly authorization: string | undefined
}

/**
 * The credentials of a request.
 *
 * @param authorization the `Authorization` header
 */
export const presentedCredentials = (
  body: ClientParameters,
  authorization: string | undefined,
): PresentedCredentials => ({
  clientId: body.client_id,
  clientSecret: body.client_secret,
  assertion: body.client_assertion,
  assertionType: body.client_assertion_type,
  authorization,
})

/**
 * Authenticates a confidential client by its secret (`client_secret_basic`, `client_secret_post`) or its key
 * (`private_key_jwt`). An unknown client, a wrong secret and a missing one are told in the same words after the same work,
 * so that nobody learns which clients exist. A public client is told as such: it has no secret, and its id stands in the
 * pages that use it. Whether the client is enabled is the caller's to check.
 *
 * @throws UnderstudyError `OAUTH-14`, `OAUTH-INVALID-REQUEST` (two methods at once), `OAUTH-CLIENT-NOT-CONFIDENTIAL`, or
 *   of {@link authenticateByAssertion}
 */
export const authenticateClient = async (
  context: TenantContext,
  presented: PresentedCredentials,
): Promise<TokenClient> => {
  if (presented.assertion !== undefined || presented.assertionType !== undefined) {
    assertNoSecret(presented)
    return authenticateByAssertion(context, presented)
  }
  const { clientId, clientSecret } = onePairOf(presented)
  const secretHash = hashSecret(clientSecret)
  const credentials = await readClientCredentials(context, clientId, secretHash)
  const right = sameSecretHash(secretHash, credentials?.secret_hash ?? undefined)
  if (credentials !== undefined && credentials.app_type !== 'web') {
    throw new UnderstudyError(
      'OAUTH-CLIENT-NOT-CONFIDENTIAL',
      `The client is of type ${credentials.app_type} and cannot use a grant that needs a secret.`,
    )
  }
  if (credentials === undefined || !right) throw invalidCredentials()

  const client = tokenClient(credentials)
  if (!client.authMethods.includes('client_secret')) throw invalidCredentials()
  return { ...client, credential: secretCredential(secretHash) }
}

/**
 * The client of a request that public clients may send too (RFC 6749 section 3.2.1): one that presents credentials
 * authenticates by them, a public one is known by its id alone. A confidential client that leaves its credentials out is
 * refused as if they were wrong. Whether the client is enabled is the caller's to check.
 *
 * @throws UnderstudyError as {@link authenticateClient}
 */
export const identifyClient = async (context: TenantContext, presented: PresentedCredentials): Promise<TokenClient> => {
  const { clientId, clientSecret, assertion, assertionType, authorization } = presented
  const proof = clientSecret ?? assertion ?? assertionType ?? readBasicCredentials(authorization)
  if (proof !== undefined) return authenticateClient(context, presented)

  const registration = await readClientRegistration(context, clientId ?? '')
  if (registration === undefined || registration.app_type === 'web') throw invalidCredentials()
  return tokenClient(registration)
}

const assertNoSecret = ({ clientSecret, authorization }: PresentedCredentials): void => {
  if (clientSecret === undefined && readBasicCredentials(authorization) === undefined) return
  throw new UnderstudyError('OAUTH-INVALID-REQUEST', 'The client authenticates by an assertion and again by a secret.')
}

const onePairOf = ({ clientId, clientSecret, authorization }: PresentedCredentials): BasicCredentials => {
  const basic = readBasicCredentials(authorization)
  if (basic === 'malformed') throw invalidCredentials()
  if (basic === undefined) return { clientId: clientId ?? '', clientSecret: clientSecret ?? '' }
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId)) {
    throw new UnderstudyError(
      'OAUTH-INVALID-REQUEST',
      'The client authenticates in the Authorization header and again in the body.',
    )
  }
  return basic
}

const invalidCredentials = (): UnderstudyError =>
  new UnderstudyError('OAUTH-14', 'The client is unknown, or its secret is wrong.')
