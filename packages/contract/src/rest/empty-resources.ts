import Type from 'typebox'
import { SelfLink } from './page.js'

const nothing = Type.Array(Type.Unknown(), { maxItems: 0 })

/** A list that holds nothing. */
export const NoData = Type.Object({ data: nothing })

/** A page that holds nothing, and leads nowhere. */
export const NoPage = Type.Object({ data: nothing, links: SelfLink })

/** The answer of `GET /api/v1/brands/active` where no brand is. */
export const NoBrand = Type.Object({}, { additionalProperties: false })

/** Answer of `GET /api/v1/consumption/executions`. */
export const NoExecutions = Type.Object({
  ...NoPage.properties,
  currentPageCount: Type.Integer(),
  totalCount: Type.Integer(),
})

/** Answer of `GET /api/v1/tenant-settings/start-pages`. */
export const NoStartPages = Type.Object({ defaultValue: Type.String(), values: nothing })

/** Answer of `GET /api/v1/notifications`. */
export const NoNotifications = Type.Object({ notifications: nothing })

/** Answer of `GET /api/v1/web-notifications`. */
export const NoWebNotifications = Type.Object({
  ...NoPage.properties,
  meta: Type.Object({ unreadCount: Type.Integer() }),
})

/** Answer of `GET /api/v1/tenant-settings`. */
export const TenantSettings = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.String(),
  updatedAt: Type.String(),
})
