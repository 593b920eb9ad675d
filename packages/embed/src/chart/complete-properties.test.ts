import { expect, test } from 'vitest'
import type { ChartDefaults } from '../nebula/chart-defaults.js'
import { completeProperties, withDefaults } from './complete-properties.js'

const defaults = (of: Partial<ChartDefaults> = {}): ChartDefaults => ({
  initial: {
    title: '',
    color: { auto: true, mode: 'primary' },
    qHyperCubeDef: { qInitialDataFetch: [{ qHeight: 9 }] },
  },
  columnsPath: '/qHyperCubeDef',
  dimensionAdded: () => undefined,
  measureAdded: () => undefined,
  ...of,
})
const byHand = {
  qInfo: { qId: 'chart', qType: 'barchart' },
  visualization: 'barchart',
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['Month'] } }],
    qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }, { qLibraryId: 'costs', qSortBy: { qSortByAscii: 1 } }],
  },
}

test('what is written wins at any depth, and lists are taken as wholes', () => {
  const written = { title: '=Sum(x)', color: { mode: 'byDimension' }, list: [1] }
  expect(withDefaults(written, { title: '', color: { auto: true, mode: 'primary' }, list: [2, 3] })).toEqual({
    title: '=Sum(x)',
    color: { auto: true, mode: 'byDimension' },
    list: [1],
  })
})

test('a chart by hand gets what a new chart of its type has, its columns too', () => {
  expect(completeProperties(byHand, 'barchart', defaults())).toMatchObject({
    title: '',
    showTitles: true,
    color: { auto: true, mode: 'primary' },
    qHyperCubeDef: {
      qInitialDataFetch: [{ qHeight: 9 }],
      qInterColumnSortOrder: [0, 1, 2],
      qDimensions: [
        { qDef: { qFieldDefs: ['Month'], cId: 'dimension-0', qSortCriterias: [{}] }, qAttributeExpressions: [] },
      ],
      qMeasures: [{ qDef: { qDef: 'Sum(Amount)', cId: 'measure-0' }, qSortBy: { qSortByNumeric: -1 } }, {}],
    },
  })
})

test('an order that is written stays as it is', () => {
  const { qHyperCubeDef } = completeProperties(byHand, 'barchart', defaults()) as {
    qHyperCubeDef: typeof byHand.qHyperCubeDef
  }
  expect(qHyperCubeDef.qMeasures[1]).toMatchObject({ qLibraryId: 'costs', qDef: { cId: 'measure-1' } })
  expect(qHyperCubeDef.qMeasures[1]?.qSortBy).toEqual({ qSortByAscii: 1 })
})

test('a chart type sees its columns come one by one, and does not change what is written', () => {
  const measureAdded = (measure: object, properties: object): void => {
    const { qHyperCubeDef } = properties as typeof byHand
    Object.assign(measure, { series: qHyperCubeDef.qMeasures.length > 1 ? 'line' : 'bar', qSortBy: 'mine' })
    Object.assign(qHyperCubeDef, { qMode: 'K' })
  }
  const written = { ...byHand, qHyperCubeDef: { ...byHand.qHyperCubeDef, qMode: 'S' } }
  expect(completeProperties(written, 'barchart', defaults({ measureAdded }))).toMatchObject({
    qHyperCubeDef: { qMode: 'S', qMeasures: [{ series: 'bar' }, { series: 'line', qSortBy: { qSortByAscii: 1 } }] },
  })
  expect(written.qHyperCubeDef.qMeasures[0]).toEqual({ qDef: { qDef: 'Sum(Amount)' } })
})

test('a complete chart stays the same', () => {
  const complete = completeProperties(byHand, 'barchart', defaults())
  expect(JSON.stringify(completeProperties(complete, 'barchart', defaults()))).toBe(JSON.stringify(complete))
})

test('what is no column is left to the engine to refuse', () => {
  const broken = { ...byHand, qHyperCubeDef: { qDimensions: ['Month'] } }
  expect(completeProperties(broken, 'barchart', defaults())).toMatchObject({
    qHyperCubeDef: { qDimensions: ['Month'] },
  })
})

test('an order of a dimension has a place for a formula', () => {
  const qSortCriterias = [{ qSortByAscii: -1 }, { qExpression: { qv: 'Sum(Amount)' } }]
  const qHyperCubeDef = { qDimensions: [{ qDef: { qFieldDefs: ['Month'], qSortCriterias } }] }
  expect(completeProperties({ ...byHand, qHyperCubeDef }, 'barchart', defaults())).toMatchObject({
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qSortCriterias: [{ qSortByAscii: -1, qExpression: {} }, qSortCriterias[1]] } }],
    },
  })
})

test('columns are completed where the type has them', () => {
  const { qInfo, qHyperCubeDef } = byHand
  const written = { qInfo, visualization: 'boxplot', boxplotDef: { qHyperCubeDef, mine: true } }
  const boxplot = defaults({
    initial: { boxplotDef: { qHyperCubeDef: { qMode: 'S' }, mode: 'tukey', mine: false } },
    columnsPath: '/boxplotDef/qHyperCubeDef',
  })
  const complete = completeProperties(written, 'boxplot', boxplot)
  expect(complete).toMatchObject({
    boxplotDef: {
      mode: 'tukey',
      mine: true,
      qHyperCubeDef: {
        qMode: 'S',
        qInterColumnSortOrder: [0, 1, 2],
        qDimensions: [{ qDef: { qFieldDefs: ['Month'], cId: 'dimension-0', qSortCriterias: [{}] } }],
        qMeasures: [{ qDef: { cId: 'measure-0' } }, { qSortBy: { qSortByAscii: 1 } }],
      },
    },
  })
  expect(complete).not.toHaveProperty('qHyperCubeDef')
  expect(JSON.stringify(completeProperties(complete, 'boxplot', boxplot))).toBe(JSON.stringify(complete))
})

test('the order that a chart type chooses for its columns holds, unless another is written', () => {
  const initial = { qHyperCubeDef: { qInterColumnSortOrder: [] } }
  const measureAdded = (_: object, properties: object): void => {
    Object.assign((properties as typeof byHand).qHyperCubeDef, { qInterColumnSortOrder: [2, 1, 0] })
  }
  const orderOf = (written: object) =>
    (completeProperties({ ...written }, 'funnel', defaults({ initial, measureAdded })) as { qHyperCubeDef: object })
      .qHyperCubeDef
  expect(orderOf(byHand)).toMatchObject({ qInterColumnSortOrder: [2, 1, 0] })
  const qHyperCubeDef = { ...byHand.qHyperCubeDef, qInterColumnSortOrder: [1, 0, 2] }
  expect(orderOf({ ...byHand, qHyperCubeDef })).toMatchObject({ qInterColumnSortOrder: [1, 0, 2] })
})
