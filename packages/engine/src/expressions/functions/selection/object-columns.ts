import type { SessionValue } from '../../session/session-calls.js'
import { sessionFunction } from '../../session/session-function.js'

const index = { name: 'index', optional: true } as const
const outside = 'Missing where there is none, and outside of a chart: in titles, footnotes and conditions.'

/** Columns count from 0. */
const at = (names: readonly string[] | undefined, position: SessionValue | undefined): string | null =>
  names?.[Math.trunc(Number(position ?? 0))] ?? null

/** The name of a field without what quotes it: `[Order Date]` is `Order Date`. */
const plain = (definition: string): string => {
  const name = definition.trim().replace(/^=\s*/, '')
  return /^\[[^\]]*\]$/.test(name) || /^"[^"]*"$/.test(name) ? name.slice(1, -1) : name
}

const dimensionAt = (names: readonly string[] | undefined, position: SessionValue | undefined): string | null => {
  const definition = at(names, position)
  return definition === null ? null : plain(definition)
}

/** The columns of the chart that an expression is in. */
export const objectColumns = [
  sessionFunction('selection', {
    name: 'GetObjectField',
    parameters: [index],
    description: 'The field of a dimension of the chart; the first one is 0.',
    missing: outside,
    returns: 'text',
    examples: [['GetObjectField(0)', null]],
    value: ({ cube }, [position]) => dimensionAt(cube?.dimensions, position),
  }),
  sessionFunction('selection', {
    name: 'GetObjectDimension',
    parameters: [index],
    description: 'The name of a dimension of the chart; the first one is 0.',
    missing: outside,
    returns: 'text',
    examples: [['GetObjectDimension()', null]],
    value: ({ cube }, [position]) => dimensionAt(cube?.dimensions, position),
  }),
  sessionFunction('selection', {
    name: 'GetObjectMeasure',
    parameters: [index],
    description: 'The expression of a measure of the chart; the first one is 0.',
    missing: outside,
    returns: 'text',
    examples: [['GetObjectMeasure(7)', null]],
    value: ({ cube }, [position]) => at(cube?.measures, position),
  }),
]
