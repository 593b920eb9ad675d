/**
 * Long work in turns: one process serves many sessions, so whoever goes through many values lets the others have the event
 * loop in between.
 */

/** Milliseconds that work goes on before the others have their turn. */
const turnMs = 8

/** Items that are done between two looks at the clock. */
const batch = 512

const waiting: (() => void)[] = []

/** When work began in this turn of the event loop; `undefined` before any did. */
let turnBegan: number | undefined

/** Work that is cut into many short pieces has one turn, however short each piece is. */
const isOver = (): boolean => {
  if (turnBegan === undefined) {
    turnBegan = performance.now()
    setImmediate(() => {
      turnBegan = undefined
    })
  }
  return performance.now() - turnBegan > turnMs
}

/** One piece of work goes on in each turn of the event loop: several that did in the same would add up. */
const serve = (): void => {
  turnBegan = undefined
  waiting.shift()?.()
  if (waiting.length > 0) setImmediate(serve)
}

/** Resolves when the others have had their turn. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(serve)
  })

/** What to wait for before work goes on, where this turn of the event loop had its share already. */
export const turnIfOver = (): Promise<void> | undefined => (isOver() ? nextTurn() : undefined)

/**
 * Goes through positions, in batches.
 *
 * @param step does the positions `[from, to)`
 * @throws what the signal was aborted with, between two turns
 */
export const inTurns = async (
  count: number,
  step: (from: number, to: number) => void,
  signal?: AbortSignal,
): Promise<void> => {
  for (let from = 0; from < count; from += batch) {
    if (isOver()) {
      await nextTurn()
      signal?.throwIfAborted()
    }
    step(from, Math.min(from + batch, count))
  }
}

/**
 * Paces work that goes through no array: what it gives is asked for each item.
 *
 * @returns what to wait for before the item, if anything
 */
export const inPace = (): (() => Promise<void> | undefined) => {
  let items = 0
  return () => {
    items += 1
    return items % batch === 0 && isOver() ? nextTurn() : undefined
  }
}

/** What {@link inPace} gives. */
export type Pace = ReturnType<typeof inPace>

/** `Array.prototype.forEach` in turns. */
export const eachInTurns = <T>(
  items: readonly T[],
  visit: (item: T, position: number) => void,
  signal?: AbortSignal,
): Promise<void> =>
  inTurns(
    items.length,
    (from, to) => {
      for (let position = from; position < to; position++) visit(items[position] as T, position)
    },
    signal,
  )

/** `Array.prototype.map` in turns. */
export const mapInTurns = async <T, Result>(
  items: readonly T[],
  make: (item: T, position: number) => Result,
  signal?: AbortSignal,
): Promise<readonly Result[]> => {
  const made: Result[] = []
  await eachInTurns(items, (item, position) => made.push(make(item, position)), signal)
  return made
}

/** `Array.prototype.map` of what takes long or waits: one item after another, each of which looks at the clock. */
export const mapOneByOne = async <T, Result>(
  items: readonly T[],
  make: (item: T, position: number) => Result | Promise<Result>,
  signal?: AbortSignal,
): Promise<readonly Result[]> => {
  const made: Result[] = []
  for (const [position, item] of items.entries()) {
    const pause = turnIfOver()
    if (pause) {
      await pause
      signal?.throwIfAborted()
    }
    made.push(await make(item, position))
  }
  return made
}

/** `Array.prototype.filter` in turns. */
export const filterInTurns = async <T>(
  items: readonly T[],
  keeps: (item: T, position: number) => boolean,
  signal?: AbortSignal,
): Promise<readonly T[]> => {
  const kept: T[] = []
  await eachInTurns(
    items,
    (item, position) => {
      if (keeps(item, position)) kept.push(item)
    },
    signal,
  )
  return kept
}

/** The numbers from 0 on, in turns. */
export const countInTurns = async (count: number): Promise<readonly number[]> => {
  const numbers: number[] = []
  await inTurns(count, (from, to) => {
    for (let number = from; number < to; number++) numbers.push(number)
  })
  return numbers
}

/** `Array.prototype.sort` in turns, into a new array: runs that are sorted at once are merged. Equal items keep their order. */
export const sortInTurns = async <T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  signal?: AbortSignal,
): Promise<readonly T[]> => {
  let sorted = new Array<T>(items.length)
  let merged = new Array<T>(items.length)
  await inTurns(
    items.length,
    (from, to) => {
      for (const [place, item] of items.slice(from, to).sort(compare).entries()) sorted[from + place] = item
    },
    signal,
  )
  for (let length = batch; length < items.length; length *= 2) {
    let left = 0
    let right = length
    let first = 0
    let place = 0
    await inTurns(
      items.length,
      (_, to) => {
        while (place < to) {
          const leftEnd = Math.min(first + length, sorted.length)
          const rightEnd = Math.min(first + 2 * length, sorted.length)
          if (left >= leftEnd && right >= rightEnd) {
            first += 2 * length
            left = first
            right = first + length
          } else if (left < leftEnd && (right >= rightEnd || compare(sorted[left] as T, sorted[right] as T) <= 0)) {
            merged[place++] = sorted[left++] as T
          } else merged[place++] = sorted[right++] as T
        }
      },
      signal,
    )
    ;[sorted, merged] = [merged, sorted]
  }
  return sorted
}
