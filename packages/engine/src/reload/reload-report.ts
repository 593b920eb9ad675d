import type { Finding } from '../check/finding.js'

/** What a reload is doing; `done` of `total` steps of the stage. Of the rows of a source nobody knows how many come: `total` is 0. */
export interface ReloadProgress {
  readonly stage: 'sources' | 'statements' | 'symbols' | 'tables' | 'publish'
  /** The table or field at hand, or the first words of a statement. */
  readonly subject: string
  readonly done: number
  readonly total: number
}

/** What a successful reload wrote. */
export interface ReloadReport {
  readonly snapshotId: string
  /** Absolute path of the snapshot file. */
  readonly snapshotFile: string
  readonly tables: readonly { readonly name: string; readonly rowCount: number; readonly fieldCount: number }[]
  readonly fieldCount: number
  readonly hasSectionAccess: boolean
  /** What in the folder cannot work with this data, though the data is served. */
  readonly findings: readonly Finding[]
  readonly sizeBytes: number
  readonly durationMs: number
}
