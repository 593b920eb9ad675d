import type { Cell } from '../../evaluate/evaluation.js'

type Row = readonly Cell[]

/**
 * The rows that keep the shape of a line: of each part of the axis the first, the least, the greatest and the last. Fewer
 * than these four are the first of the line.
 */
export const outline = (rows: readonly Row[], most: number, measure: number): readonly Row[] => {
  if (rows.length <= most) return rows
  if (most < 4) return rows.slice(0, most)
  const parts = Math.floor(most / 4)
  const value = (row: Row | undefined): number | null => row?.[measure]?.num ?? null
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * rows.length) / parts)
    const to = Math.floor(((part + 1) * rows.length) / parts)
    const kept = new Set([from, to - 1])
    let [least, greatest] = [from, from]
    for (let at = from; at < to; at++) {
      const here = value(rows[at])
      if (here === null) continue
      if (here < (value(rows[least]) ?? Number.POSITIVE_INFINITY)) least = at
      if (here > (value(rows[greatest]) ?? Number.NEGATIVE_INFINITY)) greatest = at
    }
    kept.add(least).add(greatest)
    return [...kept].sort((a, b) => a - b).flatMap((at) => rows.slice(at, at + 1))
  }).flat()
}
