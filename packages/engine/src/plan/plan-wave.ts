import type { DataModel, FieldModel } from '../model/data-model.js'
import { isRange } from '../model/symbol-set.js'
import { type DataScope, scopeText } from './data-scope.js'
import { type Question, rowsOf, rowsOfGroups, type ScopedRows } from './question.js'
import { isOfOneTable, type TableRows, tableRows } from './row-source.js'
import { readsGroups, sharedGroups } from './shared-groups.js'
import { type AllowedElements, symbolsAllowed } from './symbol-condition.js'

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

/**
 * The part of the rows of a table up to which a scope is worth being read once. Above, columns are read as fast in place, by
 * several statements at the same time.
 */
const maxSharedPart = 0.3

/** Questions of one statement: more would keep the first of them waiting. */
const maxQuestions = 40

/**
 * Plans questions that are asked together: those that read the same rows of a table within the same scope share a
 * statement that reads these once. Others are answered on their own, at the same time.
 */
export const planWave = (model: DataModel, questions: readonly Question[]): readonly WavePart[] => {
  const [only] = questions
  // What it reads once it shares with nobody.
  if (only && questions.length === 1 && rowsOf(only).length === 1) return [{ questions: [0], shared: [] }]
  const common = sharedGroups(model, questions)
  const { once, valuesOf } = common
  const readers = new Map<string, { readonly asked: ScopedRows[]; readonly questions: Set<number> }>()
  const reads = (asking: readonly number[], rows: readonly ScopedRows[]) => {
    for (const asked of rows) {
      const key = sharedKey(asked.rows, asked.scope)
      if (key === undefined) continue
      const reader = readers.get(key) ?? { asked: [], questions: new Set() }
      reader.asked.push(asked)
      for (const index of asking) reader.questions.add(index)
      readers.set(key, reader)
    }
  }
  for (const [index, question] of questions.entries())
    if (question.kind !== 'field values' || !valuesOf.has(question)) reads([index], rowsOf(question, once))
  const together = [...new Set([...once.values()].map(({ groups }) => groups))].map((groups) => {
    const asking = questions.flatMap((question, index) => (readsGroups(question, groups, common) ? [index] : []))
    reads(asking, rowsOfGroups(groups, new Map([...once].filter(([of]) => of !== groups))))
    return new Set(asking)
  })
  const shared = [...readers].flatMap(([key, { asked, questions: asking }]) => {
    if (asked.length < 2) return []
    const rows = sharedRows(model, key, asked)
    return rows && asked.length >= fewestReaders(model, rows) && isWorthReadingOnce(model, rows)
      ? [{ rows, asking }]
      : []
  })
  const parts: { questions: Set<number>; shared: SharedRows[] }[] = []
  const join = (asking: ReadonlySet<number>, rows: readonly SharedRows[]) => {
    const touching = parts.filter((part) => [...asking].some((index) => part.questions.has(index)))
    const merged = {
      questions: new Set([...asking, ...touching.flatMap((part) => [...part.questions])]),
      shared: [...rows, ...touching.flatMap((part) => part.shared)],
    }
    for (const part of touching) parts.splice(parts.indexOf(part), 1)
    parts.push(merged)
  }
  for (const { rows, asking } of shared) join(asking, [rows])
  for (const asking of together) join(asking, [])
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
export const sharedKey = (rows: TableRows, scope: DataScope): string | undefined => {
  const table = rows.parts[0]?.combined[0]?.table
  return table !== undefined && isOfOneTable(rows) && rows.aggrs.length === 0
    ? `${table} ${scopeText(scope)}`
    : undefined
}

const sharedRows = (model: DataModel, key: string, asked: readonly ScopedRows[]): SharedRows | undefined => {
  const [first] = asked
  const table = first?.rows.parts[0]?.combined[0]?.table
  if (!first || table === undefined) return undefined
  const ids = new Set(asked.flatMap(({ rows }) => [...rows.homes.keys()]))
  const fields = [...ids].flatMap((id) => model.fields[id] ?? [])
  return { key, rows: tableRows(model, [table], fields), scope: first.scope }
}

/** Rows of one table that a range of its own values picks are found as fast as they are kept: a third reader pays for that. */
const fewestReaders = (model: DataModel, { rows: { parts }, scope }: SharedRows): number => {
  const [alternative, ...alternatives] = scope.kind === 'alternatives' ? scope.alternatives : []
  if (!alternative || alternatives.length > 0 || parts.some(({ joins }) => joins.length > 0)) return 2
  const [table] = parts.flatMap(({ combined }) => combined)
  const isRangeOf = (allowed: AllowedElements) => {
    const symbols = symbolsAllowed(allowed)
    return symbols !== undefined && isRange(symbols)
  }
  return [...alternative].every(
    ([field, allowed]) => isRangeOf(allowed) && model.fields[field]?.tables.includes(table?.table ?? -1),
  )
    ? 3
    : 2
}

const isWorthReadingOnce = (model: DataModel, { rows, scope }: SharedRows): boolean => {
  const table = rows.parts[0]?.combined[0]?.table
  const part = keptPart(model, scope)
  const width = [...rows.homes.keys()].reduce((sum, id) => sum + widthOf(model.fields[id]), 0)
  const size = (model.tables[table ?? -1]?.rowCount ?? 0) * part * width
  return part <= maxSharedPart && size <= maxSharedBytes
}

/** Bytes that the columns of a field take in a row: its element numbers, and its numbers. */
const widthOf = (field: FieldModel | undefined): number =>
  field ? bytes[field.symbolType] + (field.numberType === null ? 0 : bytes[field.numberType]) : 0

const bytes = { UTINYINT: 1, USMALLINT: 2, SMALLINT: 2, INTEGER: 4, DOUBLE: 8 } as const

/** The part of the data that a scope keeps, as far as the numbers of its values tell. */
const keptPart = (model: DataModel, scope: DataScope): number => {
  if (scope.kind !== 'alternatives') return 1
  const parts = scope.alternatives.map((constraint) =>
    [...constraint].reduce((product, [field, allowed]) => {
      const all = Math.max(model.fields[field]?.symbolCount ?? 1, 1)
      return (product * (symbolsAllowed(allowed)?.size ?? all)) / all
    }, 1),
  )
  return Math.min(
    1,
    parts.reduce((sum, part) => sum + part, 0),
  )
}
