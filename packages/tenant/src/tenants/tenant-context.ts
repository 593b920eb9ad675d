import type { DataAccess } from '../apps/data-access.js'
import type { AuditJournal } from '../audit/journal.js'
import type { Config } from '../config/options.js'
import type { RemoteKeySets } from '../keys/remote-key-sets.js'
import type { Sealing } from '../keys/sealing.js'
import type { SigningKeys } from '../keys/signing-keys.js'
import type { Metrics } from '../operations/metrics.js'
import type { UpstreamProviders } from '../sign-in/upstream/upstream-providers.js'
import type { Store } from '../store/schema.js'
import type { IdentityChanges } from './identity-changes.js'
import type { Tenant } from './tenant.js'

/** What a process has once, whatever tenant a request is for. */
export interface ServerDependencies {
  readonly store: Store
  readonly audit: AuditJournal
  readonly keys: SigningKeys
  readonly config: Config
  /** Counts what the process does. */
  readonly metrics: Metrics
  /** Authenticates the page cursors of REST lists. */
  readonly cursorKey: Buffer
  /** Which apps' data somebody may see anything of. */
  readonly dataAccess: DataAccess
  /** Key sets that clients publish elsewhere. */
  readonly keySets: RemoteKeySets
  /** What identity providers say of themselves. */
  readonly upstreamProviders: UpstreamProviders
  /** Keeps secrets of other servers in the store. */
  readonly sealing: Sealing
  /** Protects passwords at rest, and what the sign-in pages leave in a browser. */
  readonly signInKey: Buffer
  /** Makes the nonces of DPoP proofs, on every node alike. */
  readonly dpopNonceKey: Buffer
  /** Seals the states of engine sessions in the store. */
  readonly keptSessionKey: Buffer
  /** Tells caches and sockets of identities whose tokens died. */
  readonly identityChanges: IdentityChanges
  /**
   * Tells every node that a tenant, its host names or its keys changed; resolves when this node serves the new state. Call
   * it after the commit.
   */
  readonly tenantChanged: (tenantId: string) => Promise<void>
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly randomness: Randomness
}

/** Everything that an operation on behalf of a tenant needs, as plain data and injected effects. */
export interface TenantContext extends ServerDependencies {
  readonly tenant: Tenant
}

/** Where unpredictable values come from. */
export interface Randomness {
  /** A version 4 UUID. */
  readonly uuid: () => string
  /** Cryptographically secure random bytes. */
  readonly bytes: (count: number) => Buffer
}
