import { UnderstudyError } from '@understudy/contract'
import type { ResultColumns } from '../snapshot/select-runner.js'

/** Rows of a cube that follow each other. */
export interface RowSpan {
  readonly top: number
  readonly height: number
}

const contains = (span: RowSpan, part: RowSpan): boolean =>
  span.top <= part.top && part.top + part.height <= span.top + span.height

/**
 * The fewest spans that contain all parts, none of more rows than that unless a part alone has more.
 *
 * @param mostRows rows of a span
 */
const spansOf = (parts: readonly RowSpan[], mostRows: number): readonly RowSpan[] => {
  const spans: RowSpan[] = []
  for (const part of [...parts].sort((a, b) => a.top - b.top)) {
    const last = spans.at(-1)
    const end = part.top + part.height
    if (last && contains(last, part)) continue
    if (last && end - last.top <= mostRows) spans[spans.length - 1] = { top: last.top, height: end - last.top }
    else spans.push(part)
  }
  return spans
}

/** Spans of one call: each is a query that evaluates the cube anew. */
const maxSpans = 8

interface Asked {
  readonly part: RowSpan
  readonly resolve: (columns: Promise<ResultColumns>) => void
  readonly reject: (error: UnderstudyError) => void
}

/**
 * Reads parts of a large cube. Those that are asked for at once, under one signal, are read together where they lie near
 * each other.
 *
 * @returns reads a part; rejects with `QIX-PAGES-TOO-LARGE` where those of a call are too far apart
 */
export const togetherInSpans = (
  mostRows: number,
  read: (span: RowSpan, signal: AbortSignal | undefined) => Promise<ResultColumns>,
): ((top: number, height: number, signal?: AbortSignal) => Promise<ResultColumns>) => {
  const waiting = new Map<AbortSignal | undefined, Asked[]>()

  const readAll = (signal: AbortSignal | undefined): void => {
    const asked = waiting.get(signal) ?? []
    waiting.delete(signal)
    const spans = spansOf(
      asked.map(({ part }) => part),
      mostRows,
    )
    if (spans.length > maxSpans) {
      const error = new UnderstudyError(
        'QIX-PAGES-TOO-LARGE',
        `pages of a cube of this size have to lie nearer together: they would take ${spans.length} queries, ${maxSpans} are allowed per call`,
      )
      for (const { reject } of asked) reject(error)
      return
    }
    const results = spans.map((span) => ({ span, columns: read(span, signal) }))
    for (const { part, resolve } of asked) {
      const found = results.find(({ span }) => contains(span, part))
      if (found) resolve(found.columns.then((columns) => rowsOf(columns, found.span, part)))
    }
  }

  return (top, height, signal) =>
    new Promise((resolve, reject) => {
      const asked = { part: { top, height }, resolve, reject }
      const others = waiting.get(signal)
      if (others) others.push(asked)
      else {
        waiting.set(signal, [asked])
        setImmediate(readAll, signal)
      }
    })
}

const rowsOf = (columns: ResultColumns, span: RowSpan, part: RowSpan): ResultColumns => {
  const begin = part.top - span.top
  return columns.map((column) => column.slice(begin, begin + part.height))
}
