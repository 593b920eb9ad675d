import { type ClientCredentialsRequest, UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { presentedCredentials } from '../client-authentication.js'
import { grantScopes } from '../granted-scopes.js'
import { authenticateMachineClient } from '../machine-client.js'
import { accessTokenOutcome } from './access-token-outcome.js'
import { findOrCreateBotUser } from './bot-user.js'
import type { GrantOutcome, TokenCall } from './grant.js'

/**
 * The grant `client_credentials` (RFC 6749 section 4.4): a trusted confidential client gets a token in the name of its
 * own bot user, whose rights the client's scopes limit (contract 1.7).
 *
 * @throws UnderstudyError as `authenticateMachineClient`, and `OAUTH-USER-NOT-ACTIVE` or `OAUTH-INVALID-SCOPE`
 */
export const grantClientCredentials = async (
  context: TenantContext,
  body: ClientCredentialsRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const client = await authenticateMachineClient(context, presentedCredentials(body, call.authorization), {
    grantType: body.grant_type,
    origin: call.origin,
  })
  const bot = await findOrCreateBotUser(context, client)
  if (bot.status !== 'active') {
    throw new UnderstudyError('OAUTH-USER-NOT-ACTIVE', `The status of the bot user of the client is ${bot.status}.`)
  }
  const scopes = grantScopes({ requested: body.scope, allowed: client.scopes, adminScopes: bot.privilege.adminScopes })
  return accessTokenOutcome(context, { user: bot, client, scopes, origin: call.origin, jkt: call.jkt })
}
