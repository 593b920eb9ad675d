import Type from 'typebox'
import { SelfLink } from './page.js'

/** A tenant (contract 4.12). */
export const Tenant = Type.Object({
  id: Type.String(),
  name: Type.String(),
  hostnames: Type.Array(Type.String()),
  status: Type.Enum(['active', 'disabled', 'deleted', 'user-access-disabled'] as const),
  created: Type.String(),
  lastUpdated: Type.String(),
  links: SelfLink,
})
export type Tenant = Type.Static<typeof Tenant>
