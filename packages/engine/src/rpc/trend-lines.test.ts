import { describe, expect, it } from 'vitest'
import { type FolderClient, withFolderSession } from '../session/testing/folder-session.js'
import { dimension, measure } from '../session/testing/shop-cube.js'

/** Values at four places, which lie at 1, 2, 4 and 8, on four days, and in the two halves of a row each. */
const dataSql = `
CREATE TABLE points AS SELECT *, DATE '2024-01-01' + "At"::INTEGER - 1 AS "Day" FROM (VALUES
  ('a', 1, 'left'), ('b', 2, 'left'), ('c', 4, 'left'), ('d', 8, 'left'),
  ('a', 1, 'right'), ('b', 2, 'right'), ('c', 4, 'right'), ('d', 8, 'right')
) AS t("Place", "At", "Side");
`

const inFolder = (use: (client: FolderClient) => Promise<void>) => withFolderSession({ 'data.sql': dataSql }, use)

const linesOf = async (
  client: FolderClient,
  expression: string,
  lines: readonly object[],
  { dimensions = ['Place'], more = {} }: { dimensions?: readonly string[]; more?: object } = {},
) => {
  const chart = await client.create({
    qInfo: { qType: 'chart' },
    qHyperCubeDef: {
      qDimensions: dimensions.map((field) => dimension(field)),
      qMeasures: [{ ...measure(expression), qTrendLines: lines }],
      qInitialDataFetch: [{ qWidth: 2, qHeight: 1 }],
      ...more,
    },
  })
  return (await client.layout(chart)).qHyperCube.qMeasureInfo[0].qTrendLines
}

const close = (numbers: readonly number[]) => numbers.map((number) => expect.closeTo(number, 6))
/** The place of a row of the chart, from 1. */
const x = "Match(Only(Place), 'a', 'b', 'c', 'd')"

describe('a trend line', () => {
  it.each([
    ['Average', 'AVERAGE', `2 * ${x} + 1`, [6], 0],
    ['Linear', 'LINEAR', `2 * ${x} + 1`, [1, 2], 1],
    // Of 1, 3, 2, 5: 1.1 x explains 5.5 * 5.5 / (5 * 8.75) of the variance.
    ['LINEAR', 'LINEAR', `Pick(${x}, 1, 3, 2, 5)`, [0, 1.1], 30.25 / 43.75],
    [1, 'LINEAR', `-3 * ${x}`, [0, -3], 1],
    ['Polynomial2', 'POLYNOMIAL2', `5 - ${x} + 2 * ${x} * ${x}`, [5, -1, 2], 1],
    ['Polynomial3', 'POLYNOMIAL3', `Pow(${x}, 3) - 7`, [-7, 0, 0, 1], 1],
    ['Exponential', 'EXPONENTIAL', `Exp(1 + 0.5 * ${x})`, [1, 0.5], 1],
    ['Logarithmic', 'LOG', `3 + 2 * Log(${x})`, [2, 3], 1],
    ['LOG', 'LOG', `3 + 2 * Log(${x})`, [2, 3], 1],
    ['Power', 'POWER', `100 * Pow(${x}, 1.5)`, [2, 1.5], 1],
  ])('of type %s goes through all rows of a chart: %s of %s', (qType, shown, expression, coefficients, r2) =>
    inFolder(async (client) => {
      expect(await linesOf(client, expression, [{ qType, qXColIx: 0, qCalcR2: true }])).toEqual([
        { qType: shown, qCoeff: close(coefficients), qElemNo: 0, qR2: expect.closeTo(r2, 6) },
      ])
    }),
  )

  it('of the fourth degree is not decided by four points', () =>
    inFolder(async (client) => {
      const [line] = await linesOf(client, x, [{ qType: 'Polynomial4' }])
      expect(line).toMatchObject({ qType: 'POLYNOMIAL4', qCoeff: [], qError: { qErrorCode: 25001 } })
    }))

  it('tells how well it fits only where that is asked for', () =>
    inFolder(async (client) => {
      const [line] = await linesOf(client, x, [{ qType: 'Linear' }])
      expect(line).toEqual({ qType: 'LINEAR', qCoeff: close([0, 1]), qElemNo: 0 })
    }))

  it('follows the numbers of a dimension, or of days, where it may', () =>
    inFolder(async (client) => {
      const of = async (field: string, qContinuousXAxis: unknown) =>
        (
          await linesOf(client, 'Max(At)', [{ qType: 'Linear', qXColIx: 0, qContinuousXAxis }], {
            dimensions: [field],
            more: { qInterColumnSortOrder: [0] },
          })
        )[0].qCoeff
      const byPlace = close([-2, 2.3])
      expect(await of('At', 'Possible')).toEqual(close([0, 1]))
      expect(await of('At', 'Never')).toEqual(byPlace)
      expect(await of('At', 'Time')).toEqual(byPlace)
      expect(await of('Place', 'Possible')).toEqual(byPlace)
      // 45292 is the number of the first day.
      expect(await of('Day', 'CONTINUOUS_IF_TIME')).toEqual(close([-45291, 1]))
      expect(await of('Day', 0)).toEqual(byPlace)
    }))

  it('may go over the values of another measure', () =>
    inFolder(async (client) => {
      const chart = await client.create({
        qInfo: { qType: 'chart' },
        qHyperCubeDef: {
          qDimensions: [dimension('Place')],
          qMeasures: [
            measure('Max(At)'),
            { ...measure('10 - Max(At)'), qTrendLines: [{ qType: 'Linear', qXColIx: 1 }] },
          ],
        },
      })
      const [without, line] = (await client.layout(chart)).qHyperCube.qMeasureInfo
      expect(without.qTrendLines).toEqual([])
      expect(line.qTrendLines[0].qCoeff).toEqual(close([10, -1]))
    }))

  it.each(['S', 'K'])('is one for each value of a second dimension, in mode %s', (qMode) =>
    inFolder(async (client) => {
      const expression = `If(Only(Side) = 'left', 1, 3) * ${x}`
      const more = { qMode, qAlwaysFullyExpanded: true }
      const options = { dimensions: ['Place', 'Side'], more }
      const lines = await linesOf(client, expression, [{ qType: 'Linear', qMultiDimMode: 'Multi' }], options)
      expect(lines).toEqual([
        { qType: 'LINEAR', qCoeff: close([0, 1]), qElemNo: 0 },
        { qType: 'LINEAR', qCoeff: close([0, 3]), qElemNo: 1 },
      ])
      const sum = await linesOf(client, expression, [{ qType: 'Linear', qMultiDimMode: 'Sum' }], options)
      expect(sum).toMatchObject(
        qMode === 'K' ? [{ qCoeff: close([0, 4]) }] : [{ qCoeff: [], qError: { qErrorCode: 25000 } }],
      )
    }),
  )

  it('that there is not, or that the values do not decide, is told in its place', () =>
    inFolder(async (client) => {
      const lines = [
        { qType: 'Spline' },
        { qType: 'Linear', qXColIx: 2 },
        { qType: 'Power' },
        { qType: 'Exponential' },
        { qType: 'Average' },
      ]
      const found = await linesOf(client, `2 - ${x}`, lines)
      expect(found.map(({ qError }: { qError?: { qErrorCode: number } }) => qError?.qErrorCode ?? 0)).toEqual([
        25000, 25000, 25001, 25001, 0,
      ])
      const pivot = { more: { qMode: 'P', qAlwaysFullyExpanded: true } }
      expect(await linesOf(client, x, [{ qType: 'Linear' }], pivot)).toMatchObject([{ qError: { qErrorCode: 25000 } }])
      expect(await linesOf(client, 'Null()', [{ qType: 'Average' }])).toMatchObject([{ qError: { qErrorCode: 25001 } }])
    }))

  it('is one of at most twenty of a chart', () =>
    inFolder(async (client) => {
      const layoutOf = async (first: number, second: number) => {
        const many = (length: number) => Array.from({ length }, () => ({ qType: 'Average' }))
        const chart = await client.create({
          qInfo: { qType: 'chart' },
          qHyperCubeDef: {
            qDimensions: [dimension('Place')],
            qMeasures: [
              { ...measure('Max(At)'), qTrendLines: many(first) },
              { ...measure('Min(At)'), qTrendLines: many(second) },
            ],
          },
        })
        return (await client.layout(chart)).qHyperCube
      }
      const { qMeasureInfo, qError } = await layoutOf(12, 8)
      expect(qError).toBeUndefined()
      expect(qMeasureInfo.map(({ qTrendLines }: { qTrendLines: object[] }) => qTrendLines.length)).toEqual([12, 8])
      expect((await layoutOf(12, 9)).qError).toMatchObject({
        qExtendedMessage: 'A hypercube has at most 20 trend lines.',
      })
    }))

  it('is not one for each of very many values', () =>
    withFolderSession(
      { 'data.sql': `CREATE TABLE points AS SELECT i AS "Side", i % 2 AS "Place" FROM range(1001) r(i)` },
      async (client) => {
        const options = { dimensions: ['Place', 'Side'] }
        expect(await linesOf(client, 'Max(Side)', [{ qType: 'Average' }], options)).toMatchObject([
          { qCoeff: [], qError: { qErrorCode: 25001, qExtendedMessage: expect.stringContaining('1001 values, 1000') } },
        ])
        const selected = await linesOf(client, 'Max({<Side={"<1000"}>} Side)', [{ qType: 'Average' }], options)
        expect(selected).toHaveLength(1000)
      },
    ))
})
