import type { Flag } from './flag.js'

/** What became of one reload. */
export interface ReloadRow {
  tenant_id: string
  id: string
  app_id: string
  /** Who asked for it. */
  user_id: string
  /** The node that runs it. */
  node_id: string
  status: 'QUEUED' | 'RELOADING' | 'CANCELING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED'
  partial: Flag
  weight: number
  created_at: string
  started_at: string | null
  ended_at: string | null
  log: string
  error_code: string | null
  error_message: string | null
}

/** A file that is kept for a while for whoever sent it. */
export interface TempContentRow {
  tenant_id: string
  id: string
  user_id: string
  name: string
  /** Bytes. */
  size: number
  /** Seconds. */
  ttl: number
  created_at: string
  /** Milliseconds since 1970. */
  expires_at: number
}

/** A file that apps read. */
export interface DataFileRow {
  tenant_id: string
  id: string
  /** Where its name is unique: the id of the space, or `personal/<user id>`. */
  place: string
  space_id: string | null
  owner_id: string
  name: string
  name_folded: string
  /** Names the bytes: another one for each upload. */
  content: string
  /** Bytes. */
  size: number
  created_at: string
  updated_at: string
  content_updated_at: string
}
