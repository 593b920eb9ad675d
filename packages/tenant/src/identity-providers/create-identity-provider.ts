import { rest, UnderstudyError } from '@understudy/contract'
import type { Insertable } from 'kysely'
import { auditedChange } from '../audit/audited-change.js'
import type { IdentityProviderRow } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { addressProblem } from '../validation/web-address.js'
import { invalidProvider, unsupportedProvider } from './invalid-provider.js'
import { readJwtOptions } from './jwt-options.js'
import { readOidcOptions } from './oidc-options.js'
import { providerRecord, secretPlace } from './provider-rows.js'

type ProviderColumns = Pick<
  Insertable<IdentityProviderRow>,
  'active' | 'interactive' | 'issuer' | 'kid' | 'options' | 'pending_options'
> & { readonly secrets: { readonly options?: string | undefined; readonly pendingOptions?: string | undefined } }

/**
 * Creates an identity provider (contract 4.5): one whose JWTs sign users in, or an OIDC provider that people sign in
 * with. `pendingOptions` are kept until they are promoted; `options` with `skipVerify` are in use at once.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-INVALID, IDENTITY-PROVIDERS-UNSUPPORTED, IDENTITY-PROVIDERS-DUPLICATE
 */
export const createIdentityProvider = async (
  { sealing, ...context }: TenantContext,
  caller: Caller,
  body: rest.IdentityProviderCreate,
): Promise<rest.IdentityProvider> => {
  const { tenant, clock, randomness } = context
  if (body.tenantIds !== undefined && body.tenantIds[0] !== tenant.id)
    throw invalidProvider(`The request is addressed to the tenant ${tenant.id}.`, '/tenantIds')
  const { postLogoutRedirectUri: after } = body
  const problem = after === undefined ? undefined : addressProblem(after)
  if (problem !== undefined) throw invalidProvider(`"postLogoutRedirectUri" ${problem}.`, '/postLogoutRedirectUri')
  const { secrets, ...columns } = body.protocol === 'jwtAuth' ? jwtColumns(body) : oidcColumns(body)
  const id = randomness.uuid()
  const seal = (secret: string | undefined) =>
    secret === undefined ? null : sealing.seal(secretPlace(tenant.id, id), secret)
  const now = new Date(clock()).toISOString()

  return auditedChange(context, async (transaction, note) => {
    const row = await transaction
      .insertInto('identity_providers')
      .values({
        tenant_id: tenant.id,
        id,
        protocol: body.protocol,
        provider: body.provider,
        description: body.description ?? null,
        clock_tolerance_sec: body.clockToleranceSec ?? defaultClockTolerance,
        create_new_users: body.createNewUsersOnLogin === false ? 0 : 1,
        post_logout_redirect_uri: body.postLogoutRedirectUri ?? null,
        client_secret_encrypted: seal(secrets.options),
        pending_client_secret_encrypted: seal(secrets.pendingOptions),
        created_at: now,
        created_by: caller.userId,
        updated_at: now,
        ...columns,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row === undefined)
      throw new UnderstudyError('IDENTITY-PROVIDERS-DUPLICATE', 'Another provider has this issuer and key id.', {
        source: { pointer: '/options/staticKeys/0/kid' },
      })
    note({ event: 'identity-provider.created', outcome: 'success', ...caller.trace, subject: id })
    return providerRecord(row)
  })
}

/** Seconds by which clocks may differ. */
const defaultClockTolerance = 5

const jwtColumns = (body: rest.IdentityProviderCreate): ProviderColumns => {
  if (body.provider !== 'external')
    throw invalidProvider('A provider of JWTs has the "provider" "external".', '/provider')
  if (body.pendingOptions !== undefined)
    throw invalidProvider('A provider of JWTs has nothing to verify: give "options".', '/pendingOptions')
  if (body.interactive === true)
    throw invalidProvider('Nobody signs in with a provider of JWTs at the tenant.', '/interactive')
  const options = readJwtOptions(body.options, '/options')
  return {
    active: 1,
    interactive: 0,
    issuer: options.issuer,
    kid: options.staticKeys[0].kid,
    options: JSON.stringify(options),
    pending_options: null,
    secrets: {},
  }
}

const oidcColumns = (body: rest.IdentityProviderCreate): ProviderColumns => {
  const { provider, options, pendingOptions } = body
  if (!rest.oidcProviders.some((each) => each === provider))
    throw invalidProvider(`"provider" must be one of ${rest.oidcProviders.join(', ')}.`, '/provider')
  if (body.interactive !== true)
    throw unsupportedProvider(
      'OIDC providers are for people who sign in: set "interactive". Backends use an OAuth client of the tenant.',
      '/interactive',
    )
  if ((options === undefined) === (pendingOptions === undefined))
    throw invalidProvider('Give either "options" or "pendingOptions".', '/options')
  if (options !== undefined && body.skipVerify !== true)
    throw invalidProvider('Options that are used at once need "skipVerify": true.', '/skipVerify')
  for (const [name, given] of Object.entries({ options, pendingOptions }))
    if (given !== undefined && given.clientSecret === undefined)
      throw invalidProvider('The client secret is missing.', `/${name}/clientSecret`)
  const read = (given: typeof options, pointer: string) =>
    given === undefined ? null : JSON.stringify(readOidcOptions(provider, given, pointer))
  return {
    active: options === undefined ? 0 : 1,
    interactive: 1,
    issuer: null,
    kid: null,
    options: read(options, '/options'),
    pending_options: read(pendingOptions, '/pendingOptions'),
    secrets: { options: options?.clientSecret, pendingOptions: pendingOptions?.clientSecret },
  }
}
