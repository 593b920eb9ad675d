import { expect, test } from 'vitest'
import { judgeLayout, type ObjectLayout } from './layout-verdict.js'

const judge = (layout: ObjectLayout) => judgeLayout(layout, 'Object o1')

const column = { qFallbackTitle: 'City' }
const cube = { qSize: { qcx: 1, qcy: 5 }, qDimensionInfo: [column], qMeasureInfo: [] }
const layout = (qHyperCube: object | undefined, visualization = 'barchart') => ({
  qInfo: { qId: 'o1', qType: visualization },
  visualization,
  ...(qHyperCube !== undefined && { qHyperCube }),
})
const failed = (code: string, reason: RegExp) => ({
  kind: 'failed',
  failure: { code, reason: expect.stringMatching(reason) },
})

test('a cube with rows, and an object without a cube, can be drawn', () => {
  expect(judge(layout(cube))).toEqual({ kind: 'drawable' })
  expect(judge(layout(undefined, 'filterpane'))).toEqual({ kind: 'drawable' })
})

test('a cube without rows is empty; one without columns is left to the chart', () => {
  expect(judge(layout({ ...cube, qSize: { qcx: 1, qcy: 0 } }))).toEqual({ kind: 'empty' })
  expect(judge(layout({ ...cube, qDimensionInfo: [], qSize: { qcx: 0, qcy: 0 } }))).toEqual({ kind: 'drawable' })
})

test('the error of a column or of the cube names what is wrong', () => {
  const qError = { qErrorCode: 7002, qExtendedMessage: 'Field not found: Citi' }
  expect(judge(layout({ ...cube, qDimensionInfo: [{ ...column, qError }] }))).toMatchObject(
    failed('EMBED-EXPRESSION', /o1.*City.*Field not found: Citi/),
  )
  expect(judge(layout({ ...cube, qMeasureInfo: [{ qError: { qErrorCode: 7 } }] }))).toMatchObject(
    failed('EMBED-EXPRESSION', /error 7/),
  )
  expect(judge(layout({ qError }))).toMatchObject(failed('EMBED-EXPRESSION', /Citi/))
  const qListObject = { qDimensionInfo: { ...column, qError } }
  expect(judge({ visualization: 'listbox', qListObject })).toMatchObject(failed('EMBED-EXPRESSION', /Citi/))
  expect(judge({ visualization: 'listbox', qListObject: { qDimensionInfo: column } })).toEqual({ kind: 'drawable' })
  const boxplotDef = { qHyperCube: { ...cube, qMeasureInfo: [{ ...column, qError }] } }
  expect(judge({ visualization: 'boxplot', boxplotDef })).toMatchObject(failed('EMBED-EXPRESSION', /Citi/))
})

test('a map tells what is wrong with where its values are, and with its layers', () => {
  const qError = { qErrorCode: 11, qExtendedMessage: 'Nonsense is no function' }
  const attributed = { ...cube, qDimensionInfo: [{ ...column, qAttrExprInfo: [{ id: 'longitude', qError }] }] }
  const reason = failed('EMBED-EXPRESSION', /o1.*longitude.*Nonsense is no function/)
  expect(judge(layout(attributed, 'map'))).toMatchObject(reason)
  expect(judge({ visualization: 'map', gaLayers: [{ qHyperCube: cube }, { qHyperCube: attributed }] })).toMatchObject(
    reason,
  )
  const broken = { ...cube, qDimensionInfo: [{ ...column, qError }] }
  expect(judge({ visualization: 'map', gaLayers: [{ qHyperCube: broken }] })).toMatchObject(
    failed('EMBED-EXPRESSION', /City/),
  )
  expect(judge({ ...layout(cube, 'map'), geojson: { features: 5 } })).toMatchObject(failed('EMBED-LAYOUT', /geojson/))
  expect(judge({ ...layout(cube, 'map'), geojson: { features: [] } })).toEqual({ kind: 'drawable' })
  // Others can do without the colours that attributes are.
  expect(judge(layout(attributed))).toEqual({ kind: 'drawable' })
})

test('an unfulfilled calculation condition is no failure', () => {
  const qError = { qErrorCode: 7005 }
  expect(judge(layout({ qError }))).toEqual({ kind: 'drawable' })
  expect(judge(layout({ ...cube, qMeasureInfo: [{ qError }] }))).toEqual({ kind: 'drawable' })
})

test('what a chart would stumble over is a failure', () => {
  expect(judge(layout({ qSize: { qcx: 1, qcy: 1 } }))).toMatchObject(failed('EMBED-LAYOUT', /incomplete/))
  expect(judge({})).toMatchObject(failed('EMBED-LAYOUT', /no visualization/))
  expect(judge(layout(cube, 'qlik-word-cloud'))).toMatchObject(failed('EMBED-CHART-TYPE', /qlik-word-cloud/))
  expect(judge(layout(cube, 'constructor'))).toMatchObject(failed('EMBED-CHART-TYPE', /constructor/))
})
