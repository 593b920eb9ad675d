import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { grantTypes } from '@understudy/contract'
import type { Insertable } from 'kysely'
import { openAuditJournal } from '../audit/journal.js'
import { journalKey } from '../audit/journal-key.js'
import { nodeId } from '../audit/node-id.js'
import { newClientSecret } from '../clients/client-secret.js'
import { dataPaths } from '../config/data-paths.js'
import { type Config, defaultConfig } from '../config/options.js'
import { createLogger } from '../http/logger.js'
import type { RouteRegistration } from '../http/server.js'
import { startServer, type UpgradeAttachment } from '../http/start-server.js'
import { createFirstKeys } from '../keys/create-signing-key.js'
import { createMasterKeyFile } from '../keys/master-key.js'
import type { OutboundEffects } from '../network/outbound-requests.js'
import { openStore } from '../store/open-store.js'
import type { OAuthClientRow, Store, StoreTransaction, UserRow } from '../store/schema.js'
import { initialiseTenant, type TenantDescription } from '../tenants/initialise-tenant.js'
import { systemRandomness } from '../tenants/system-randomness.js'
import type { ServerDependencies, TenantContext } from '../tenants/tenant-context.js'
import { testEngines } from './test-engines.js'

/** How a test wants its tenant. */
export interface StartOptions {
  readonly config?: Partial<Config>
  readonly routes?: readonly RouteRegistration[]
  readonly upgrades?: readonly UpgradeAttachment[]
  /** How the tenant asks other hosts. */
  readonly outbound?: OutboundEffects
  /** Tenants of the store; one without host names and origin by default. */
  readonly tenants?: readonly Partial<TenantDescription>[]
}

/** Credentials of a client. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** A tenant in this process, on a free port, with its own data folder. */
export interface StartedTenant {
  readonly url: string
  readonly dataDir: string
  /** The first tenant. */
  readonly context: TenantContext
  /** Every tenant's context, in the order of {@link StartOptions.tenants}. */
  readonly contexts: readonly TenantContext[]
  readonly dependencies: ServerDependencies
  /** The first tenant's administrator client, as `understudy init` makes it. */
  readonly admin: Credentials
  /** Makes a client; without changes a trusted one that may impersonate, with scope `user_default`. */
  readonly addClient: (changes?: Partial<Insertable<OAuthClientRow>>, tenantId?: string) => Promise<Credentials>
  /** Makes an active user without roles; returns its id. */
  readonly addUser: (changes?: Partial<Insertable<UserRow>>, tenantId?: string) => Promise<string>
  /** `POST /oauth/token` with a JSON body. */
  readonly requestToken: (body: unknown, headers?: Record<string, string>) => Promise<TokenAnswer>
  /** An access token of the administrator client. */
  readonly adminToken: () => Promise<string>
  /** An access token in a user's name. */
  readonly userToken: (userId: string, client: Credentials, scope?: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** An answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of every shape
  readonly body: any
}

/** Starts a tenant for a test. Always close it. */
export const startTenant = async (options: StartOptions = {}): Promise<StartedTenant> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-tenant-'))
  const config: Config = { ...defaultConfig, ...testEngines, port: 0, logLevel: 'silent', dataDir, ...options.config }
  const paths = dataPaths(config)
  const masterKey = createMasterKeyFile(paths.masterKeyFile, systemRandomness.bytes)

  const store = await openStore(paths.store)
  const keyMaking = { masterKey, bytes: systemRandomness.bytes, clock: Date.now }
  const making = {
    store,
    createKeys: (transaction: StoreTransaction, tenantId: string) => createFirstKeys(transaction, tenantId, keyMaking),
    audit: openAuditJournal({
      store,
      nodeId: nodeId(paths.nodeIdFile, systemRandomness.uuid),
      key: journalKey(masterKey),
      clock: Date.now,
    }),
    clock: Date.now,
    randomness: systemRandomness,
  }
  const initialised = []
  for (const [index, tenant] of (options.tenants ?? [{}]).entries()) {
    const description = { name: `Tenant ${index + 1}`, hostnames: [], origin: null, ...tenant }
    initialised.push(await initialiseTenant(making, description, { additional: true }))
  }
  await store.destroy()

  const server = await startServer(
    config,
    {},
    {
      routes: options.routes ?? [],
      upgrades: options.upgrades ?? [],
      logger: createLogger(config.logLevel),
      ...(options.outbound === undefined ? {} : { outbound: options.outbound }),
    },
  )
  const { dependencies } = server
  const contexts = initialised.map(({ tenantId }) => {
    const tenant = server.tenants.find((each) => each.id === tenantId)
    if (tenant === undefined) throw new Error('The server does not serve the tenant.')
    return { ...dependencies, tenant }
  })
  const [context] = contexts
  const [admin] = initialised
  if (context === undefined || admin === undefined) throw new Error('A test needs a tenant.')

  const requestToken = async (body: unknown, headers: Record<string, string> = {}): Promise<TokenAnswer> => {
    const response = await fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const accessToken = async (body: unknown): Promise<string> => {
    const answer = await requestToken(body)
    if (answer.status !== 200) throw new Error(`No token: ${JSON.stringify(answer.body)}`)
    return answer.body.access_token
  }

  return {
    url: server.url,
    dataDir,
    context,
    contexts,
    dependencies,
    admin,
    addClient: (changes = {}, tenantId = context.tenant.id) => addClient(dependencies.store, tenantId, changes),
    addUser: (changes = {}, tenantId = context.tenant.id) => addUser(dependencies.store, tenantId, changes),
    requestToken,
    adminToken: () => accessToken({ grant_type: grantTypes.clientCredentials, ...wire(admin) }),
    userToken: (userId, client, scope) =>
      accessToken({
        grant_type: grantTypes.impersonation,
        ...wire(client),
        user_lookup: { field: 'userId', value: userId },
        ...(scope === undefined ? {} : { scope }),
      }),
    close: async () => {
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Credentials as a token request sends them. */
export const wire = ({ clientId, clientSecret }: Credentials) => ({ client_id: clientId, client_secret: clientSecret })

export const addClient = async (
  store: Store,
  tenantId: string,
  changes: Partial<Insertable<OAuthClientRow>>,
): Promise<Credentials> => {
  const now = new Date().toISOString()
  const clientId = systemRandomness.bytes(16).toString('hex')
  const secret = newClientSecret(systemRandomness.bytes)
  await store
    .insertInto('oauth_clients')
    .values({
      tenant_id: tenantId,
      id: clientId,
      app_type: 'web',
      name: 'Test client',
      name_folded: 'test client',
      allowed_scopes: '["user_default"]',
      allowed_grant_types: JSON.stringify([grantTypes.clientCredentials, grantTypes.impersonation]),
      allowed_origins: '[]',
      redirect_uris: '[]',
      allowed_auth_methods: '["client_secret"]',
      public_keys: '[]',
      consent_method: 'trusted',
      created_by_type: 'user',
      created_at: now,
      updated_at: now,
      ...changes,
    })
    .execute()
  await store
    .insertInto('client_secrets')
    .values({ tenant_id: tenantId, client_id: clientId, hint: secret.hint, secret_hash: secret.hash, created_at: now })
    .execute()
  return { clientId, clientSecret: secret.secret }
}

export const addUser = async (
  store: Store,
  tenantId: string,
  changes: Partial<Insertable<UserRow>>,
): Promise<string> => {
  const now = new Date().toISOString()
  const id = systemRandomness.bytes(12).toString('hex')
  await store
    .insertInto('users')
    .values({
      tenant_id: tenantId,
      id,
      subject: `subject-${id}`,
      subject_folded: `subject-${id}`,
      name: 'Test User',
      name_folded: 'test user',
      email_folded: '',
      status: 'active',
      created_at: now,
      updated_at: now,
      ...changes,
    })
    .execute()
  return id
}
