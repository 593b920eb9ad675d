import type { ChartDefaults } from '../nebula/chart-defaults.js'

/** Properties of an object, or a part of them. */
export type Properties = Readonly<Record<string, unknown>>

/** A column of a hypercube. */
type Column = Properties

const isRecord = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is written wins; of what is not written, the defaults are taken, at any depth. A list is taken as a whole. */
export const withDefaults = (written: unknown, defaults: unknown): unknown => {
  if (written === undefined) return structuredClone(defaults)
  if (!isRecord(written) || !isRecord(defaults)) return written
  const names = new Set([...Object.keys(written), ...Object.keys(defaults)])
  return Object.fromEntries([...names].map((name) => [name, withDefaults(written[name], defaults[name])]))
}

/**
 * Completes the properties of a chart by the defaults that a new chart of its type would have, as nebula.js does for a
 * chart that it creates itself.
 *
 * @param written properties as the app has them
 * @param type of the chart
 * @param defaults of the type
 */
export const completeProperties = (written: Properties, type: string, defaults: ChartDefaults): Properties => {
  const complete = withDefaults(written, { visualization: type, showTitles: true, ...defaults.initial }) as Properties
  const place = placeOf(defaults.columnsPath)
  const cube = valueAt(complete, place)
  if (!isRecord(cube)) return complete
  const { qDimensions = [], qMeasures = [] } = cube
  // What are no columns the engine has to refuse, not we to leave out.
  if (!areColumns(qDimensions) || !areColumns(qMeasures)) return complete
  return withColumns(
    complete,
    place,
    { ...cube, qDimensions: qDimensions.map(withSortExpressions), qMeasures },
    defaults,
    orderIn(valueAt(written, place)),
  )
}

/** Charts write into the expression that an order may have, and the engine takes one without a formula for none. */
const withSortExpressions = (dimension: Column): Column => {
  const { qDef } = dimension
  if (!isRecord(qDef) || !areColumns(qDef.qSortCriterias)) return dimension
  return {
    ...dimension,
    qDef: { ...qDef, qSortCriterias: qDef.qSortCriterias.map((by) => ({ qExpression: {}, ...by })) },
  }
}

/** The names that lead to a place, of a JSON pointer. */
const placeOf = (pointer: string): readonly string[] => pointer.split('/').slice(1)

const valueAt = (properties: Properties, place: readonly string[]): unknown =>
  place.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), properties)

/** The same with another value at a place. */
const withValueAt = (properties: Properties, [name, ...rest]: readonly string[], value: unknown): Properties => {
  if (name === undefined) return value as Properties
  const inner = properties[name]
  return { ...properties, [name]: withValueAt(isRecord(inner) ? inner : {}, rest, value) }
}

/** A hypercube while its columns are added. */
interface GrowingCube {
  readonly qDimensions: Column[]
  readonly qMeasures: Column[]
  readonly qInterColumnSortOrder: number[]
}

/** Lists of a hypercube that charts expect to be there when a column is added. */
const lists = { qInitialDataFetch: [], qColumnOrder: [], qExpansionState: [] }

/** The order of columns that a hypercube says. */
const orderIn = (cube: unknown): readonly unknown[] | undefined =>
  isRecord(cube) && Array.isArray(cube.qInterColumnSortOrder) && cube.qInterColumnSortOrder.length > 0
    ? cube.qInterColumnSortOrder
    : undefined

/** Adds the columns one after the other to a chart that has none yet: what a chart does depends on how many there are. */
const withColumns = (
  complete: Properties,
  place: readonly string[],
  cube: Properties & Readonly<Record<'qDimensions' | 'qMeasures', readonly Column[]>>,
  defaults: ChartDefaults,
  order: readonly unknown[] | undefined,
): Properties => {
  const { qDimensions: dimensions, qMeasures: measures } = cube
  const empty = { qDimensions: [], qMeasures: [], qInterColumnSortOrder: [] }
  const grown = structuredClone(withValueAt(complete, place, { ...lists, ...cube, ...empty }))
  const growing = () => valueAt(grown, place) as GrowingCube
  dimensions.forEach((written, index) => {
    const dimension = withQixDefaults(written, dimensionDefaults, { cId: `dimension-${index}`, qSortCriterias })
    growing().qDimensions.push(dimension)
    growing().qInterColumnSortOrder.push(index)
    defaults.dimensionAdded(dimension, grown)
  })
  measures.forEach((written, index) => {
    const measure = withQixDefaults(written, measureDefaults, { cId: `measure-${index}` })
    growing().qMeasures.push(measure)
    growing().qInterColumnSortOrder.push(dimensions.length + index)
    defaults.measureAdded(measure, grown)
  })
  const all = withDefaults(complete, grown) as Properties
  return withValueAt(all, place, {
    ...(valueAt(all, place) as Properties),
    // Charts have none of their own as long as they have no columns, and choose one when they get them.
    qInterColumnSortOrder: order ?? growing().qInterColumnSortOrder,
    qDimensions: growing().qDimensions.map((column, index) => withDefaults(dimensions[index], column)),
    qMeasures: growing().qMeasures.map((column, index) => withDefaults(measures[index], column)),
  })
}

const areColumns = (columns: unknown): columns is readonly Column[] => Array.isArray(columns) && columns.every(isRecord)

/** Structures of QIX are defaulted as wholes: half of an order is another order. */
const withQixDefaults = (written: Column, column: Properties, definition: Properties): Column =>
  structuredClone({
    ...written,
    ...missingIn(written, column),
    qDef: { ...(written.qDef as object), ...missingIn(written.qDef as Properties, definition) },
  })

const missingIn = (written: Properties | undefined, defaults: Properties): Properties =>
  Object.fromEntries(Object.entries(defaults).filter(([name]) => written?.[name] === undefined))

const qSortCriterias = [{ qExpression: {}, qSortByLoadOrder: 1, qSortByNumeric: 1, qSortByAscii: 1 }]
const attributes = { qAttributeExpressions: [], qAttributeDimensions: [] }
const dimensionDefaults = { qOtherTotalSpec: {}, ...attributes }
const measureDefaults = { qSortBy: { qSortByLoadOrder: 1, qSortByNumeric: -1 }, ...attributes }
