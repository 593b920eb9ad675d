import type { Json } from '../json.js'

/** S straight, P pivot, K stacked, T tree. */
export type HypercubeMode = 'S' | 'P' | 'K' | 'T'

/** By their short and long names, and the numbers that older clients send. */
const modes: ReadonlyMap<Json, HypercubeMode> = new Map<Json, HypercubeMode>([
  ...(['S', 'DATA_MODE_STRAIGHT', 0, '', null] as const).map((name) => [name, 'S'] as const),
  ...(['P', 'DATA_MODE_PIVOT', 1] as const).map((name) => [name, 'P'] as const),
  ...(['K', 'DATA_MODE_PIVOT_STACK', 2] as const).map((name) => [name, 'K'] as const),
  ...(['T', 'DATA_MODE_TREE', 3] as const).map((name) => [name, 'T'] as const),
])

/** The mode that `qMode` asks for, straight where it is absent; `undefined` where there is no such mode. */
export const hypercubeMode = (value: Json | undefined): HypercubeMode | undefined => modes.get(value ?? null)
