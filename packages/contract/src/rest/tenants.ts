import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { SelfLink } from './page.js'

/** A tenant (contract 4.12). */
export const Tenant = Type.Object({
  id: Type.String(),
  name: Type.String(),
  hostnames: Type.Array(Type.String()),
  status: Type.Enum(['active', 'disabled', 'deleted', 'user-access-disabled'] as const),
  region: Type.String(),
  datacenter: Type.String(),
  created: Type.String(),
  createdByUser: Type.Optional(Type.String()),
  lastUpdated: Type.String(),
  statusLastUpdatedAt: Type.String(),
  links: SelfLink,
})
export type Tenant = Type.Static<typeof Tenant>

/** A DNS name or IPv4 address, without port. */
export const Hostname = Type.String({
  minLength: 1,
  maxLength: 253,
  pattern: '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$',
})

/** What a tenant is called. */
export const TenantName = Type.String({ minLength: 1, maxLength: 256 })

/**
 * Body of `POST /tenants` (contract 4.12). `name`, `hostnames` and `origin` are ours; `datacenter` and `licenseKey` are
 * taken and not looked at.
 */
export const TenantCreate = Type.Object(
  {
    name: TenantName,
    /** The first one is the tenant's own, the second its alias. */
    hostnames: Type.Array(Hostname, { minItems: 1, maxItems: 2, uniqueItems: true }),
    /** Scheme, host and port under which clients reach the tenant; the issuer of its tokens. */
    origin: Type.Optional(Type.String({ maxLength: 300 })),
    datacenter: Type.Optional(Type.String({ maxLength: 100 })),
    licenseKey: Type.Optional(Type.String({ maxLength: 10_000 })),
  },
  { additionalProperties: false },
)
export type TenantCreate = Type.Static<typeof TenantCreate>

/** The tenant that was made, and its first administrator client; the secret is told here and never again. */
export const TenantCreated = Type.Object({
  ...Tenant.properties,
  adminClient: Type.Object({ clientId: Type.String(), clientSecret: Type.String() }),
})
export type TenantCreated = Type.Static<typeof TenantCreated>

/** Body of `PATCH /tenants/{id}`. */
export const TenantPatch = patchOf(['replace'])
export type TenantPatch = Type.Static<typeof TenantPatch>

/** Body of the deactivation of a tenant. */
export const TenantDeactivate = Type.Object(
  { purgeAfterDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) },
  { additionalProperties: false },
)
export type TenantDeactivate = Type.Static<typeof TenantDeactivate>

/** Its answer. */
export const TenantDeactivated = Type.Object({
  id: Type.String(),
  status: Type.Enum(['disabled'] as const),
  /** Absent when the data is kept until somebody decides otherwise. */
  estimatedPurgeDate: Type.Optional(Type.String()),
})
export type TenantDeactivated = Type.Static<typeof TenantDeactivated>
