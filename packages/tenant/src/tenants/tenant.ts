/** One customer's world: its users, clients, apps and keys share nothing with another tenant's. */
export interface Tenant {
  readonly id: string
  readonly name: string
  /** Scheme, host and port under which clients reach the tenant; the issuer and the audience of its tokens. */
  readonly origin: string
  /** Lower case, without port. */
  readonly hostnames: readonly string[]
}
