import type { DataModel, FieldModel } from '../model/data-model.js'
import type { SymbolSet } from '../model/symbol-set.js'
import type { CubePlan } from '../plan/cube-plan.js'
import type { Fillable } from '../plan/filled-plan.js'
import { type Filling, fillingOf } from '../plan/planned-cubes.js'
import type { CubePage } from '../plan/question.js'
import type { OpenValues } from '../plan/scope-shape.js'
import { isListed, openElements, openValuesRead, symbolsAllowed } from '../plan/symbol-condition.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { printCubePage } from './cube-statements.js'
import { type ElementForm, printElements } from './element-filter.js'
import { printFrame } from './print-frame.js'
import { type AddedValue, statementValues } from './statement-values.js'

/** A statement that was printed but for the filters of some values. */
interface OpenStatement {
  readonly sql: string
  readonly bound: readonly AddedValue[]
  /** What is to be printed in the place of each mark. */
  readonly filters: readonly OpenPlace[]
}

interface OpenPlace {
  readonly field: FieldModel
  readonly column: string
  readonly form: ElementForm
}

/** Statements by the plans that are filled, and by what else decides their text; `null` where values decide more of it. */
const kept = new WeakMap<Fillable<CubePlan>, Map<string, OpenStatement | null>>()

/** Statements that are kept of a plan. */
const maxStatements = 8

const mark = (place: number | string): string => `\u0001${place}\u0001`

/**
 * Prints a page of a cube, or completes what was printed for the same plan with other values. `undefined` where its plan was
 * made for itself.
 */
export const keptStatement = (model: DataModel, question: CubePage): SelectStatement | undefined => {
  const filling = fillingOf(question.plan)
  if (!filling) return undefined
  const ofPlan = kept.get(filling.of) ?? new Map<string, OpenStatement | null>()
  kept.set(filling.of, ofPlan)
  const joined = joinedFields(model, filling.values)
  const key = JSON.stringify([question.page.offset, question.page.limit, formsOf(filling.values), [...joined]])
  let open = ofPlan.get(key)
  if (open === undefined) {
    open = openStatement(model, question, filling, joined)
    if (ofPlan.size < maxStatements) ofPlan.set(key, open)
  }
  return open ? completed(model, open, filling.values) : undefined
}

const formsOf = (values: OpenValues) => [...values].map(([field, allowed]) => [field, isListed(allowed)])

/** The fields whose values are joined where they may be. */
const joinedFields = (model: DataModel, values: OpenValues): ReadonlySet<number> => {
  const frame = { ...printFrame(model), bind: () => '' }
  const isJoined = (id: number, symbols: SymbolSet | undefined) => {
    const field = model.fields[id]
    return field && symbols && printElements(frame, symbols, '', field, 'join').form === 'join'
  }
  return new Set([...values].flatMap(([id, allowed]) => (isJoined(id, symbolsAllowed(allowed)) ? [id] : [])))
}

/** Prints a statement without looking at the values that will be filled in; `null` where its text hangs on more of them. */
const openStatement = (
  model: DataModel,
  question: CubePage,
  { of, values }: Filling,
  joined: ReadonlySet<number>,
): OpenStatement | null => {
  const open = [...values].map(([field, allowed]) => [field, openElements(isListed(allowed))] as const)
  const unknown = new Set(open.map(([, { symbols }]) => symbols))
  const filters: OpenPlace[] = []
  const bound = statementValues()
  const frame = printFrame(model, undefined, bound)
  const plan = of.filledWith(new Map(open.map(([field, { allowed }]) => [field, allowed])))
  try {
    const { sql } = printCubePage(
      {
        ...frame,
        open: (symbols, column, field, asked) => {
          if (!unknown.has(symbols)) return undefined
          const form = asked === 'join' && joined.has(field.id) ? 'join' : 'condition'
          const isSame = (other: OpenPlace) => other.field === field && other.column === column && other.form === form
          const known = filters.findIndex(isSame)
          const place = known >= 0 ? known : filters.push({ field, column, form }) - 1
          return { form, sql: mark(place) }
        },
      },
      { ...question, plan },
    )
    return { sql, bound: bound.added(), filters }
  } catch (error) {
    if (error !== openValuesRead) throw error
    return null
  }
}

const marks = new RegExp(mark('(\\d+)'), 'g')

const completed = (model: DataModel, { sql, bound, filters }: OpenStatement, values: OpenValues): SelectStatement => {
  const frame = printFrame(model, undefined, statementValues(bound))
  const printed = (place: number): string => {
    const { field, column, form } = filters[place] ?? unknownMark()
    const allowed = values.get(field.id)
    const symbols = allowed && symbolsAllowed(allowed)
    return symbols ? printElements(frame, symbols, column, field, form).sql : unknownMark()
  }
  return frame.statement(sql.replace(marks, (_, place: string) => printed(Number(place))))
}

const unknownMark = (): never => {
  throw new Error('a mark that stands for no filter')
}
