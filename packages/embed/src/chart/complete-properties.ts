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
  const cube = complete.qHyperCubeDef
  if (defaults.columnsPath !== '/qHyperCubeDef' || !isRecord(cube)) return complete
  const { qDimensions = [], qMeasures = [] } = cube
  // What are no columns the engine has to refuse, not we to leave out.
  if (!areColumns(qDimensions) || !areColumns(qMeasures)) return complete
  return withColumns(complete, cube, { qDimensions, qMeasures }, defaults)
}

/** Lists of a hypercube that charts expect to be there when a column is added. */
const lists = { qInitialDataFetch: [], qColumnOrder: [], qExpansionState: [] }

/** Adds the columns one after the other to a chart that has none yet: what a chart does depends on how many there are. */
const withColumns = (
  complete: Properties,
  cube: Properties,
  { qDimensions: dimensions, qMeasures: measures }: Readonly<Record<'qDimensions' | 'qMeasures', readonly Column[]>>,
  defaults: ChartDefaults,
): Properties => {
  const empty = { qDimensions: [], qMeasures: [], qInterColumnSortOrder: [] }
  const grown = structuredClone({ ...complete, qHyperCubeDef: { ...lists, ...cube, ...empty } }) as {
    qHyperCubeDef: { qDimensions: Column[]; qMeasures: Column[]; qInterColumnSortOrder: number[] }
  }
  const { qDimensions, qMeasures, qInterColumnSortOrder } = grown.qHyperCubeDef
  dimensions.forEach((written, index) => {
    const dimension = withQixDefaults(written, dimensionDefaults, { cId: `dimension-${index}`, qSortCriterias })
    qDimensions.push(dimension)
    qInterColumnSortOrder.push(index)
    defaults.dimensionAdded(dimension, grown)
  })
  measures.forEach((written, index) => {
    const measure = withQixDefaults(written, measureDefaults, { cId: `measure-${index}` })
    qMeasures.push(measure)
    qInterColumnSortOrder.push(dimensions.length + index)
    defaults.measureAdded(measure, grown)
  })
  const all = withDefaults(complete, grown) as { readonly qHyperCubeDef: object }
  return {
    ...all,
    qHyperCubeDef: {
      ...all.qHyperCubeDef,
      qDimensions: grown.qHyperCubeDef.qDimensions.map((column, index) => withDefaults(dimensions[index], column)),
      qMeasures: grown.qHyperCubeDef.qMeasures.map((column, index) => withDefaults(measures[index], column)),
    },
  }
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

const qSortCriterias = [{ qSortByLoadOrder: 1, qSortByNumeric: 1, qSortByAscii: 1 }]
const attributes = { qAttributeExpressions: [], qAttributeDimensions: [] }
const dimensionDefaults = { qOtherTotalSpec: {}, ...attributes }
const measureDefaults = { qSortBy: { qSortByLoadOrder: 1, qSortByNumeric: -1 }, ...attributes }
