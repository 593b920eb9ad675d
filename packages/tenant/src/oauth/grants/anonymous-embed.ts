import { type AnonymousEmbedRequest, scopesCover, UnderstudyError } from '@understudy/contract'
import { hashSecret } from '../../clients/client-secret.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { codeByHash } from '../anonymous/access-code.js'
import { visitorId } from '../anonymous/visitor-id.js'
import { assertOrigin } from '../assert-origin.js'
import { accessTokenOutcome } from './access-token-outcome.js'
import type { GrantOutcome, TokenCall } from './grant.js'

/** All that a visitor may do: look at the one app. */
const visitorScope = 'apps:read'

/**
 * The grant `urn:qlik:oauth:anonymous-embed` (contract 1.1): whoever has an access code becomes a visitor without an
 * account, who may look at the app of the code and at nothing else. There is no secret: the code is in the page.
 *
 * @throws UnderstudyError `OAUTH-ACCESS-CODE`, `OAUTH-29`, `OAUTH-CLIENT-DISABLED` or `OAUTH-INVALID-SCOPE`
 */
export const admitVisitor = async (
  context: TenantContext,
  body: AnonymousEmbedRequest,
  call: TokenCall,
): Promise<GrantOutcome> => {
  const { store, tenant, clock, randomness } = context
  const [code] = await codeByHash(store, { tenantId: tenant.id, codeHash: hashSecret(body.eac) })
  if (code === undefined || code.client_id !== body.client_id || code.app_type !== 'anonymous-embed') {
    throw refused('It is unknown, or of another client.')
  }
  if (clock() >= code.expires_at) throw refused('It has expired.')
  const client = {
    id: code.client_id,
    epoch: code.client_epoch,
    allowedOrigins: JSON.parse(code.allowed_origins),
    dpopBound: code.dpop_bound_access_tokens === 1,
  }
  if (call.origin !== undefined) assertOrigin(tenant, client, call.origin)
  if (code.disable_tag !== null) throw new UnderstudyError('OAUTH-CLIENT-DISABLED', 'The client is disabled.')
  if (!scopesCover(JSON.parse(code.allowed_scopes), visitorScope)) {
    throw new UnderstudyError('OAUTH-INVALID-SCOPE', `The client is not allowed the scope ${visitorScope}.`)
  }
  return accessTokenOutcome(context, {
    user: { id: visitorId(code.id, body.tracking_code ?? randomness.uuid()), epoch: 0 },
    client,
    scopes: [visitorScope],
    origin: call.origin,
    jkt: call.jkt,
    grantId: code.id,
    subType: 'anonymous',
    notAfter: Math.floor(code.expires_at / 1000),
  })
}

const refused = (reason: string): UnderstudyError =>
  new UnderstudyError('OAUTH-ACCESS-CODE', `The access code is not accepted. ${reason}`)
