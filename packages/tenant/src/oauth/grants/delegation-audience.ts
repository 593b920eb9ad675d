import { type DelegationRequest, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AccessTokenClaims } from '../access-token.js'
import { readClientRegistration, type TokenClient } from '../token-client.js'
import { audiencesOf } from '../verify-access-token.js'

/** Whom an exchanged token is for, and who may exchange it further. */
export interface DelegationTarget {
  readonly audience: string | readonly string[]
  /** Id of the client that the token is handed to. */
  readonly mayAct?: { readonly sub: string }
}

/**
 * Decides the audience of an exchanged token (RFC 8693 section 2.1): what the subject token has, or the part of it that
 * `audience` and `resource` name. One name may be that of a confidential client of the tenant: the token is handed on to
 * it, and `may_act` says so.
 *
 * @throws UnderstudyError `OAUTH-INVALID-TARGET`
 */
export const decideAudience = async (
  context: TenantContext,
  client: TokenClient,
  subject: AccessTokenClaims,
  request: Pick<DelegationRequest, 'audience' | 'resource'>,
): Promise<DelegationTarget> => {
  const held = audiencesOf(subject)
  const wanted = [...listOf(request.audience), ...listOf(request.resource)]
  const handedTo: string[] = []
  for (const name of wanted) {
    if (held.includes(name)) continue
    if (name === client.id || !(await isConfidentialClient(context, name))) throw outside(name)
    handedTo.push(name)
  }
  if (handedTo.length > 1) throw new UnderstudyError('OAUTH-INVALID-TARGET', 'A token is handed on to one client only.')

  const [actor] = handedTo
  const names = wanted.length > 0 ? [...new Set(wanted)] : held.filter((name) => name !== client.id)
  const [only, ...others] = names
  if (only === undefined) throw new UnderstudyError('OAUTH-INVALID-TARGET', 'The subject token is for nobody else.')
  return { audience: others.length === 0 ? only : names, ...(actor === undefined ? {} : { mayAct: { sub: actor } }) }
}

const isConfidentialClient = async (context: TenantContext, id: string): Promise<boolean> => {
  const registration = await readClientRegistration(context, id)
  return registration !== undefined && registration.app_type === 'web' && registration.disable_tag === null
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

const outside = (name: string): UnderstudyError =>
  new UnderstudyError(
    'OAUTH-INVALID-TARGET',
    `The subject token is not for ${name.slice(0, 100)}, and no other confidential client of the tenant has that id.`,
  )
