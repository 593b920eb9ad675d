import { chartPalette } from '@understudy/contract'
import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import { wholeNumber } from '../sql-value.js'
import { rgb } from './channels.js'

const colours = functionsOf('colour')

/** SQL of a component, 0 to 255, from one of 0 to 1; cut off beyond. */
const scaled = (share: string): string => `round(255 * least(greatest(${share}, 0), 1))`

const inUnit = (...values: readonly string[]): string => values.map((value) => `${value} BETWEEN 0 AND 1`).join(' AND ')

/** SQL of a component of a colour by hue, saturation and luminosity, which may be repeated. Source: CSS Color Level 4, 7.1. */
const ofHue = (hue: string, saturation: string, luminosity: string, shift: 0 | 8 | 4): string =>
  computedOnce(
    'c',
    {
      h: hue,
      l: luminosity,
      a: `(${saturation} * least(${luminosity}, 1 - ${luminosity}))`,
      k: `((${shift} + ${hue} * 12) % 12)`,
    },
    ({ h, l, a, k }) =>
      `(CASE WHEN ${h} BETWEEN 0 AND 1 THEN ${scaled(`${l} - ${a} * greatest(-1, least(${k} - 3, 9 - ${k}, 1))`)} END)`,
  )

/** SQL of a component where a value moves from one end of the scale to the other: a plateau around a centre. */
const plateau = (value: string, centre: 1 | 2 | 3): string =>
  computedOnce(
    'c',
    { x: value },
    ({ x }) => `(CASE WHEN ${inUnit(x)} THEN ${scaled(`1.5 - abs(4 * ${x} - ${centre})`)} END)`,
  )

const palette = chartPalette.map((colour) => Number.parseInt(colour.slice(1), 16))

/** SQL of a component of the n-th colour of charts, counted from 1 and round again. */
const ofPalette = (n: string, shift: 16 | 8 | 0): string =>
  `CAST((list_extract([${palette.join(', ')}], CAST((${n} - 1) % ${palette.length} + 1 AS INTEGER)) >> ${shift}) & 255 AS DOUBLE)`

export const colourScales = [
  colours.dual({
    name: 'HSL',
    parameters: [{ name: 'hue' }, { name: 'saturation' }, { name: 'luminosity' }],
    description: 'A colour of a hue, a saturation and a luminosity from 0 to 1.',
    missing: 'Missing, too, where one is out of range.',
    examples: [
      ['HSL(0, 1, 0.5)', { number: 4_294_901_760, text: 'RGB(255,0,0)' }],
      ['HSL(2 / 3, 0.5, 0.25)', { number: 4_280_295_520, text: 'RGB(32,32,96)' }],
      ['HSL(0, 2, 0.5)', null],
    ],
    duckdb: ([hue, saturation, luminosity]) => {
      const [h, s, l] = [hue.number, saturation.number, luminosity.number]
      const component = (shift: 0 | 8 | 4) => `(CASE WHEN ${inUnit(s, l)} THEN ${ofHue(h, s, l, shift)} END)`
      return rgb(component(0), component(8), component(4))
    },
  }),
  colours.dual({
    name: 'ColorMapHue',
    parameters: [{ name: 'value' }],
    description: 'A colour from red (0) by way of yellow, green, cyan, blue and magenta to red again (1).',
    missing: 'Missing, too, where the value is out of range.',
    examples: [
      ['ColorMapHue(0)', { number: 4_294_901_760, text: 'RGB(255,0,0)' }],
      ['ColorMapHue(0.5)', { number: 4_278_255_615, text: 'RGB(0,255,255)' }],
      ['ColorMapHue(1.1)', null],
    ],
    duckdb: ([{ number: x }]) => {
      const component = (shift: 0 | 8 | 4) => ofHue(x, '1.0::DOUBLE', '0.5::DOUBLE', shift)
      return rgb(component(0), component(8), component(4))
    },
  }),
  colours.dual({
    name: 'ColorMapJet',
    parameters: [{ name: 'value' }],
    description: 'A colour from dark blue (0) by way of cyan, yellow and orange to dark red (1).',
    missing: 'Missing, too, where the value is out of range.',
    examples: [
      ['ColorMapJet(0.5)', { number: 4_286_644_096, text: 'RGB(128,255,128)' }],
      ['ColorMapJet(0)', { number: 4_278_190_208, text: 'RGB(0,0,128)' }],
      ['ColorMapJet(-0.1)', null],
    ],
    duckdb: ([{ number: x }]) => rgb(plateau(x, 3), plateau(x, 2), plateau(x, 1)),
  }),
  colours.dual({
    name: 'Color',
    parameters: [{ name: 'n' }],
    description: `The n-th of the ${palette.length} colours of charts, which begin again after the last.`,
    missing: 'Missing, too, below 1.',
    examples: [
      ['Color(1)', { number: 4_280_250_251, text: 'RGB(31,111,139)' }],
      ['Color(12) = Color(2)', -1],
      ['Color(0)', null],
    ],
    duckdb: ([n]) => {
      const component = (shift: 16 | 8 | 0) =>
        computedOnce('c', { n: wholeNumber(n) }, (of) => `(CASE WHEN ${of.n} >= 1 THEN ${ofPalette(of.n, shift)} END)`)
      return rgb(component(16), component(8), component(0))
    },
  }),
]
