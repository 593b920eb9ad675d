import { describe, expect, it } from 'vitest'
import { type RowSpan, togetherInSpans } from './row-spans.js'

/** Reads rows that hold their own number, and tells which spans were read. */
const reader = (mostRows: number) => {
  const spans: RowSpan[] = []
  const rows = togetherInSpans(mostRows, async (span) => {
    spans.push(span)
    return [Array.from({ length: span.height }, (_, row) => span.top + row)]
  })
  return { spans, rows }
}

describe('parts of a large cube that are asked for at once', () => {
  it('are read together where they lie near each other, and each gets its own rows', async () => {
    const { spans, rows } = reader(100)
    const read = await Promise.all([rows(90, 10), rows(0, 2), rows(40, 3), rows(1, 1), rows(120, 2), rows(1_000, 500)])
    expect(read).toEqual([
      [[90, 91, 92, 93, 94, 95, 96, 97, 98, 99]],
      [[0, 1]],
      [[40, 41, 42]],
      [[1]],
      [[120, 121]],
      [Array.from({ length: 500 }, (_, row) => 1_000 + row)],
    ])
    expect(spans).toEqual([
      { top: 0, height: 100 },
      { top: 120, height: 2 },
      { top: 1_000, height: 500 },
    ])
  })

  it('are refused where they would take more than eight queries', async () => {
    const { spans, rows } = reader(10)
    const ask = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => rows(index * 100, 1)))
    await expect(ask(9)).rejects.toMatchObject({ code: 'QIX-PAGES-TOO-LARGE' })
    expect(spans).toEqual([])
    expect(await ask(8)).toHaveLength(8)
  })

  it('are not mixed with those that somebody else asks for', async () => {
    const { spans, rows } = reader(100)
    await Promise.all([rows(0, 1, new AbortController().signal), rows(10, 1, new AbortController().signal)])
    expect(spans).toHaveLength(2)
  })
})
