import { UnderstudyError } from '@understudy/contract'
import { hashSecret, sameSecretHash } from '../clients/client-secret.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type BasicCredentials, readBasicCredentials } from './basic-credentials.js'
import { readClientCredentials, type TokenClient, tokenClient } from './token-client.js'

/** Where a request carries its client's credentials: the body, or HTTP Basic (RFC 6749 section 2.3.1). */
export interface PresentedCredentials {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  /** The `Authorization` header. */
  readonly authorization: string | undefined
}

/**
 * Authenticates a confidential client by its secret. An unknown client, a wrong secret and a missing one are told in the
 * same words after the same work, so that nobody learns which clients exist. A public client is told as such: it has no
 * secret, and its id stands in the pages that use it.
 *
 * @throws UnderstudyError `OAUTH-14`, `OAUTH-INVALID-REQUEST` or `OAUTH-CLIENT-NOT-CONFIDENTIAL`
 */
export const authenticateClient = async (
  context: TenantContext,
  presented: PresentedCredentials,
): Promise<TokenClient> => {
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
  return client
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
