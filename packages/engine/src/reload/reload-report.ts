import type { Finding } from '../check/finding.js'

/** What a reload is doing; `done` of `total` steps of the stage. Of the rows of a source nobody knows how many come: `total` is 0. */
export interface ReloadProgress {
  readonly stage: 'sources' | 'statements' | 'symbols' | 'tables' | 'publish'
  /** The table or field at hand, or the first words of a statement. */
  readonly subject: string
  readonly done: number
  readonly total: number
}

/** Share of all work that each stage of a reload has, in percent, with what was done before it. */
const stages: Readonly<Record<ReloadProgress['stage'], readonly [before: number, share: number]>> = {
  sources: [0, 0],
  statements: [0, 60],
  symbols: [60, 20],
  tables: [80, 19],
  publish: [99, 1],
}

/** How much of a reload is done, in whole percent: 100 when it has been published. */
export const reloadedPercent = ({ stage, done, total }: ReloadProgress): number => {
  const [before, share] = stages[stage]
  return Math.round(before + (share * Math.min(done, total)) / Math.max(total, 1))
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
