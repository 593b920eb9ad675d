/** An origin that the tenant's own pages may use or be framed by (contract 4.10). */
export interface CspOriginRow {
  tenant_id: string
  id: string
  /** An origin, or a host with or without port; lower case. */
  origin: string
  name: string | null
  description: string | null
  /** JSON array of the contract's names of the directives. */
  directives: string
  created_at: string
  updated_at: string
}
