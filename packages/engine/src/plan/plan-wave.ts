import type { DataModel } from '../model/data-model.js'
import { type DataScope, scopeText } from './data-scope.js'
import { type Question, rowsOf, type ScopedRows } from './question.js'
import { type TableRows, tableRows } from './row-source.js'
import { isListed } from './symbol-condition.js'

/** Questions that are answered by one statement, as they read the same rows. */
export interface WavePart {
  /** Positions among all questions. */
  readonly questions: readonly number[]
  /** Rows that are read once for all of them. */
  readonly shared: readonly SharedRows[]
}

/** Rows of a table within a scope, with all fields that are asked for. */
export interface SharedRows extends ScopedRows {
  /** Tells which rows they are: see `sharedKey`. */
  readonly key: string
}

/** Bytes that rows which are read once may take: beyond, they would displace what other queries need. */
const maxSharedBytes = 256_000_000

/** The part of the rows of a table up to which a scope is worth being read once; above, columns are read faster in place. */
const maxSharedPart = 0.999

/** Questions of one statement: more would keep the first of them waiting. */
const maxQuestions = 40

/**
 * Plans questions that are asked together: those that read the same rows of a table within the same scope share a
 * statement that reads these once. Others are answered on their own, at the same time.
 */
export const planWave = (model: DataModel, questions: readonly Question[]): readonly WavePart[] => {
  const readers = new Map<string, { readonly asked: ScopedRows[]; readonly questions: Set<number> }>()
  for (const [index, question] of questions.entries()) {
    for (const asked of rowsOf(question)) {
      const key = sharedKey(asked.rows, asked.scope)
      if (key === undefined) continue
      const reader = readers.get(key) ?? { asked: [], questions: new Set() }
      reader.asked.push(asked)
      reader.questions.add(index)
      readers.set(key, reader)
    }
  }
  const shared = [...readers].flatMap(([key, { asked, questions: asking }]) => {
    const rows = sharedRows(model, key, asked)
    return asked.length > 1 && rows && isWorthReadingOnce(model, rows) ? [{ rows, asking }] : []
  })
  const parts: { questions: Set<number>; shared: SharedRows[] }[] = []
  for (const { rows, asking } of shared) {
    const touching = parts.filter((part) => [...asking].some((index) => part.questions.has(index)))
    const together = new Set([...asking, ...touching.flatMap((part) => [...part.questions])])
    const merged = { questions: together, shared: [rows, ...touching.flatMap((part) => part.shared)] }
    for (const part of touching) parts.splice(parts.indexOf(part), 1)
    parts.push(merged)
  }
  const placed = new Set(parts.flatMap((part) => [...part.questions]))
  const alone = [...questions.keys()].filter((index) => !placed.has(index))
  return [
    ...parts.flatMap((part) => cut([...part.questions], part.shared)),
    ...alone.map((index) => ({ questions: [index], shared: [] })),
  ]
}

const cut = (questions: readonly number[], shared: readonly SharedRows[]): readonly WavePart[] =>
  Array.from({ length: Math.ceil(questions.length / maxQuestions) }, (_, index) => ({
    questions: questions.slice(index * maxQuestions, (index + 1) * maxQuestions),
    shared,
  }))

/**
 * Which rows these are; `undefined` for rows that are not of one table alone, each once: products, combinations, and those
 * that joining repeats, or that have values of an `Aggr`.
 */
export const sharedKey = ({ parts, multiplied, aggrs }: TableRows, scope: DataScope): string | undefined => {
  const [part] = parts
  const [root] = part?.combined ?? []
  if (
    !part ||
    !root ||
    parts.length > 1 ||
    part.combined.length > 1 ||
    part.bridges.length > 0 ||
    multiplied ||
    aggrs.length > 0
  )
    return undefined
  return `${root.table} ${scopeText(scope)}`
}

const sharedRows = (model: DataModel, key: string, asked: readonly ScopedRows[]): SharedRows | undefined => {
  const [first] = asked
  const table = first?.rows.parts[0]?.combined[0]?.table
  if (!first || table === undefined) return undefined
  const ids = new Set(asked.flatMap(({ rows }) => [...rows.homes.keys()]))
  const fields = [...ids].flatMap((id) => model.fields[id] ?? [])
  return { key, rows: tableRows(model, [table], fields), scope: first.scope }
}

const isWorthReadingOnce = (model: DataModel, { rows, scope }: SharedRows): boolean => {
  const table = rows.parts[0]?.combined[0]?.table
  const part = keptPart(model, scope)
  const width = [...rows.homes.keys()].reduce((sum, id) => sum + (model.fields[id]?.numberType === null ? 4 : 12), 0)
  const bytes = (model.tables[table ?? -1]?.rowCount ?? 0) * part * width
  return part <= maxSharedPart && bytes <= maxSharedBytes
}

/** The part of the data that a scope keeps, as far as the numbers of its values tell. */
const keptPart = (model: DataModel, scope: DataScope): number => {
  if (scope.kind !== 'alternatives') return 1
  const parts = scope.alternatives.map((constraint) =>
    [...constraint].reduce(
      (product, [field, allowed]) =>
        isListed(allowed) ? (product * allowed.length) / Math.max(model.fields[field]?.symbolCount ?? 1, 1) : product,
      1,
    ),
  )
  return Math.min(
    1,
    parts.reduce((sum, part) => sum + part, 0),
  )
}
