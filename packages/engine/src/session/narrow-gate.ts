/** Lets so many pass at a time; the others wait in the order in which they came. */
export interface NarrowGate {
  readonly pass: <T>(run: () => Promise<T>) => Promise<T>
}

/** @param most how many pass at a time */
export const narrowGate = (most: number): NarrowGate => {
  const waiting: (() => void)[] = []
  let inside = 0
  return {
    pass: async (run) => {
      // Whoever leaves hands on the place: nobody who comes in between takes it.
      if (inside === most) await new Promise<void>((resolve) => waiting.push(resolve))
      else inside += 1
      try {
        return await run()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else inside -= 1
      }
    },
  }
}
