import type { DataModel } from '../model/data-model.js'
import type { SectionAccess } from '../model/section-access.js'

/** What a snapshot says about itself; stored in it as JSON. */
export interface SnapshotDocument {
  readonly layout: number
  readonly id: string
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly model: DataModel
  /** `null` where the app has no SECTION_ACCESS table: everybody who may open the app sees all of it. */
  readonly sectionAccess: SectionAccess | null
}
