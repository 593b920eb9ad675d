/** What its holders may do beside what every user may (contract 4.3). */
export interface Role {
  readonly id: string
  readonly name: string
  /** Every tenant has the default roles and makes its custom ones. */
  readonly type: 'default' | 'custom'
  /** Roles of level `admin` let their holder administer the tenant. */
  readonly level: 'admin' | 'user'
  readonly description: string
  readonly assignedScopes: readonly string[]
}
