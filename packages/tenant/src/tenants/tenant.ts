/** One customer's world: its users, clients, apps and keys share nothing with another tenant's. */
export interface Tenant {
  readonly id: string
  readonly name: string
  /** Scheme, host and port under which clients reach the tenant; the issuer and the audience of its tokens. */
  readonly origin: string
  /** Lower case, without port; the first one is the tenant's own, the second its alias (contract 4.12). */
  readonly hostnames: readonly string[]
  /** `operator`: holds the clients that make and deactivate the others, and nothing else. */
  readonly kind: 'customer' | 'operator'
  /** A disabled tenant answers 403 to everything. */
  readonly status: 'active' | 'disabled'
}
