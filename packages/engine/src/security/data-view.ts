import { UnderstudyError } from '@understudy/contract'
import type { DataModel, FieldModel } from '../model/data-model.js'
import type { SectionAccess } from '../model/section-access.js'
import type { Principal } from '../principal.js'
import { anyRowStatement } from '../print/row-statements.js'
import type { Asker } from '../snapshot/query-queue.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import { elementsByText } from '../snapshot/symbol-store.js'
import { rowsAbout } from './matching-rows.js'
import { omittedFields } from './omitted-fields.js'
import { reductionsOf } from './reductions.js'
import { normalised, type Reduction, type SecurityPredicate, unrestricted, viewHash } from './security-predicate.js'

/** Whether a view hides no row; fields may be omitted all the same. */
export const seesEveryRow = ({ predicate }: Pick<DataView, 'predicate'>): boolean =>
  predicate.some((reduction) => reduction.size === 0)

declare const openedForPrincipal: unique symbol

/** The part of an app's data that one principal may see. Only `openDataView` makes one. */
export interface DataView {
  readonly [openedForPrincipal]: true
  readonly tenantId: string
  readonly snapshot: Snapshot
  readonly model: DataModel
  readonly predicate: SecurityPredicate
  /** Identity of what the principal may see in cache keys: the predicate and the fields. */
  readonly viewHash: string
  /** The fields that exist for the principal, by name, in model order. */
  readonly fields: ReadonlyMap<string, FieldModel>
  /** ISO 8601, UTC. */
  readonly reloadedAt: string
}

/**
 * Resolves a principal to the data it may see (contract section 6).
 *
 * @throws UnderstudyError ENGINE-NO-ACCESS when no row of SECTION_ACCESS is about the principal, or when what the rows
 *   allow matches no data: never "all rows"
 */
export const openDataView = async (opened: Snapshot, principal: Principal): Promise<DataView> => {
  const { model, sectionAccess, createdAt } = opened.document
  // To open it is asked in their own name, too.
  const snapshot = { ...opened, runner: opened.runnerOf(askerOf(opened, principal)) }
  const { predicate, omitted } = sectionAccess
    ? await resolveAccess(snapshot, sectionAccess, principal)
    : { predicate: unrestricted, omitted: new Set<number>() }
  const visible = model.fields.filter((field) => !omitted.has(field.id))
  const view: Omit<DataView, typeof openedForPrincipal> = {
    tenantId: principal.tenantId,
    snapshot,
    model,
    predicate,
    viewHash: viewHash(
      predicate,
      visible.map(({ id }) => id),
    ),
    fields: new Map(visible.map((field) => [field.name, field])),
    reloadedAt: createdAt,
  }
  return view as DataView
}

let lastView = 0

/** A view is one session's. All visitors of an app are one person, as anybody can be any number of them. */
const askerOf = ({ document }: Snapshot, { tenantId, userId, visitor }: Principal): Asker => {
  lastView += 1
  return [tenantId, visitor ? `visitors of ${document.id}` : userId, String(lastView)]
}

const resolveAccess = async (snapshot: Snapshot, sectionAccess: SectionAccess, principal: Principal) => {
  const { model } = snapshot.document
  const rows = rowsAbout(sectionAccess, principal)
  const indexes = new Map<number, ReadonlyMap<string, readonly number[]>>()
  for (const id of sectionAccess.reductionFields) {
    const field = model.fields[id]
    if (field) indexes.set(id, await elementsByText(snapshot.symbols, snapshot.runner, field))
  }
  const allowed = reductionsOf(sectionAccess, rows, (field, key) => indexes.get(field)?.get(key) ?? [])
  const present: Reduction[] = []
  for (const reduction of allowed) if (await matchesData(snapshot, reduction)) present.push(reduction)
  const predicate = normalised(present)
  if (predicate.length === 0) {
    throw new UnderstudyError('ENGINE-NO-ACCESS', 'SECTION_ACCESS of the app gives this user no data')
  }
  return { predicate, omitted: omittedFields(model, sectionAccess, rows) }
}

/** Whether any data satisfies all fields of a reduction together, in each group of associated tables. */
const matchesData = async (snapshot: Snapshot, reduction: Reduction): Promise<boolean> => {
  const { model } = snapshot.document
  for (const field of reduction.keys()) {
    const roots = model.fields[field]?.tables ?? []
    const found = await Promise.all(roots.map((root) => hasRow(snapshot, root, reduction)))
    if (!found.includes(true)) return false
  }
  return true
}

const hasRow = async (snapshot: Snapshot, root: number, reduction: Reduction): Promise<boolean> => {
  const scope = { kind: 'alternatives', alternatives: [reduction] } as const
  const [found = []] = await snapshot.runner.run(anyRowStatement(snapshot.document.model, root, scope))
  return found.length > 0
}
