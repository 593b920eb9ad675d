import type { Flag } from './flag.js'

/** Where apps lie; who may open them is assigned to it. */
export interface SpaceRow {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  description: string | null
  type: 'shared' | 'managed' | 'data'
  owner_id: string | null
  created_at: string
  created_by: string | null
  updated_at: string
}

/** Roles of one assignee in a space; `assignee_id` may name the system group of everyone, which has no row. */
export interface SpaceAssignmentRow {
  tenant_id: string
  id: string
  space_id: string
  assignee_type: 'user' | 'group' | 'bot'
  assignee_id: string
  /** JSON array of strings. */
  roles: string
  /** Whether one of the roles opens the apps of the space. */
  opens_apps: Flag
  created_at: string
  created_by: string | null
  updated_at: string
  updated_by: string | null
}

/** Roles of one assignee on one app of a space; all of them open it. Of another space than the app's it counts for nothing. */
export interface SpaceShareRow {
  tenant_id: string
  id: string
  space_id: string
  /** Id of an app. */
  resource_id: string
  assignee_type: 'user' | 'group'
  assignee_id: string
  /** JSON array of strings. */
  roles: string
  created_at: string
  created_by: string
  updated_at: string
  updated_by: string | null
}

/** An app, registered from a folder of the operator or made by a user. */
export interface AppRow {
  tenant_id: string
  id: string
  name: string
  name_folded: string
  description: string | null
  /** Absolute path of a folder of the operator, or `made/<name>` of one that the tenant keeps. */
  folder: string
  space_id: string | null
  owner_id: string | null
  has_section_access: Flag
  created_at: string
  updated_at: string
  last_reload_at: string | null
  reload_status: string | null
  /** The app that it is a published copy of. */
  origin_app_id: string | null
  published_at: string | null
}

/** Which data and which folder of an app all nodes serve, where they share the store. */
export interface AppContentRow {
  tenant_id: string
  app_id: string
  /** What `folder` of the app said when its files were kept. */
  folder: string
  /** SHA-256 of the archive of the folder, in hexadecimal. */
  folder_digest: string
  /** Null before the first reload. */
  snapshot_id: string | null
  snapshot_digest: string | null
}

/** A part of a file, at most a mebibyte long. */
export interface AppContentPartRow {
  tenant_id: string
  app_id: string
  /** SHA-256 of the whole file. */
  digest: string
  position: number
  bytes: Uint8Array
}
