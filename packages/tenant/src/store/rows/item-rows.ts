import type { Flag } from './flag.js'

/** Whether the opening of items is counted; a tenant without a row counts it. */
export interface ItemSettingsRow {
  tenant_id: string
  usage_metrics_enabled: Flag
}

/** How often an item, which is an app, was opened by a user on a day, or by all visitors together. */
export interface ItemViewRow {
  tenant_id: string
  item_id: string
  /** Date in UTC, as `2026-01-31`. */
  day: string
  /** Id of the user; `''` for visitors. */
  viewer: string
  /** Id of the user, with whom the row goes; null for visitors. */
  user_id: string | null
  views: number
  /** When it was opened last. */
  last_at: string
}
