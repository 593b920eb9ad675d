import { generateKeyPairSync } from 'node:crypto'
import Provider, { errors, type KoaContextWithOIDC } from 'oidc-provider'

/**
 * The peer: oidc-provider with its in-memory store and a custom impersonation grant that issues JWT access tokens signed
 * with ES256, as its documentation describes custom grants.
 */
const [clientSecret, userId, port] = process.argv.slice(2) as [string, string, string]
const issuer = `http://127.0.0.1:${port}`
const grantType = 'urn:qlik:oauth:user-impersonation'
const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
const users = new Map([[userId, { status: 'active' }]])

const resourceServerInfo = {
  scope: 'user_default',
  audience: issuer,
  accessTokenTTL: 21600,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
} as const

const findAccount = (_ctx: KoaContextWithOIDC, id: string) =>
  users.has(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined

const provider = new Provider(issuer, {
  jwks: { keys: [{ ...signingKey, alg: 'ES256', use: 'sig', kid: 'peer' }] },
  clients: [
    {
      client_id: 'peer',
      client_secret: clientSecret,
      grant_types: [grantType],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  scopes: ['user_default'],
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => issuer,
      getResourceServerInfo: () => resourceServerInfo,
    },
  },
  findAccount,
  extraTokenClaims: (_ctx, token) => ({ act: { sub: token.clientId } }),
})

/**
 * Does what the provider's own grants for users do: resolve the account, save a grant (without one, neither userinfo nor
 * revocation by grant would work for the token), resolve the resource server, save the token, note the entities.
 */
async function impersonate(ctx: KoaContextWithOIDC): Promise<void> {
  const { client, params } = ctx.oidc
  const account = findAccount(ctx, String(params?.user))
  if (!client || users.get(account?.accountId ?? '')?.status !== 'active') throw new errors.InvalidGrant('no such user')
  const accountId = String(params?.user)
  const scope = String(params?.scope)
  ctx.oidc.entity('Account', account)

  const grant = new provider.Grant({ accountId, clientId: client.clientId })
  grant.addResourceScope(issuer, scope)
  const grantId = await grant.save()
  ctx.oidc.entity('Grant', grant)

  const token = new provider.AccessToken({
    accountId,
    client,
    grantId,
    gty: grantType,
    scope: grant.getResourceScopeFiltered(issuer, scope.split(' ')),
  } as ConstructorParameters<typeof provider.AccessToken>[0])
  token.resourceServer = new provider.ResourceServer(issuer, resourceServerInfo)
  ctx.oidc.entity('AccessToken', token)
  ctx.body = {
    access_token: await token.save(),
    expires_in: token.expiration,
    token_type: token.tokenType,
    scope: token.scope,
  }
}

provider.registerGrantType(grantType, impersonate, ['scope', 'user'])
provider.on('server_error', (_ctx, error) => console.error(error))
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
process.once('SIGTERM', () => process.exit(0))
