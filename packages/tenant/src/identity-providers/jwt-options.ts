import type { rest } from '@understudy/contract'
import { invalidProvider } from './invalid-provider.js'
import { readVerificationKey } from './public-key.js'

/** What a provider of JWTs is known by. */
export interface JwtOptions {
  readonly issuer: string
  readonly staticKeys: readonly [{ readonly kid: string; readonly pem: string }]
}

const own = new Set(['issuer', 'staticKeys'])

/**
 * Checks the options of a `jwtAuth` provider (contract 3): an issuer, and one public key.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-INVALID
 */
export const readJwtOptions = (options: rest.IdentityProviderCreate['options'], pointer: string): JwtOptions => {
  const foreign = Object.keys(options ?? {}).find((name) => !own.has(name))
  if (foreign !== undefined)
    throw invalidProvider('A provider of JWTs has an issuer and a key only.', `${pointer}/${foreign}`)
  if (options?.issuer === undefined) throw invalidProvider('The issuer is missing.', `${pointer}/issuer`)
  const [key, ...more] = options.staticKeys ?? []
  if (key === undefined || more.length > 0)
    throw invalidProvider('A provider has exactly one key; make one provider for each.', `${pointer}/staticKeys`)
  const read = readVerificationKey(key.pem)
  if (typeof read === 'string') throw invalidProvider(`The key ${read}.`, `${pointer}/staticKeys/0/pem`)
  return { issuer: options.issuer, staticKeys: [key] }
}
