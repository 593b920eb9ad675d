/** In whose name an app is opened: the subject of the access token with the groups of its tenant user. */
export interface Principal {
  readonly tenantId: string
  readonly userId: string
  readonly subject: string
  readonly email?: string
  readonly name?: string
  /** Somebody without an account. */
  readonly visitor?: true
  readonly groups: readonly string[]
}
