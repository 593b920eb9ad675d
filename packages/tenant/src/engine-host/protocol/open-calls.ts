/** Calls that the other process has not answered yet. */
export interface OpenCalls<Result> {
  /** @param tell sends the call with its number */
  readonly make: (tell: (call: number) => void) => Promise<Result>
  readonly done: (call: number, result: Result) => void
  readonly failed: (call: number, error: unknown) => void
  /** Fails all, and those that are made from now on. */
  readonly end: (error: unknown) => void
}

export const createOpenCalls = <Result>(): OpenCalls<Result> => {
  const open = new Map<number, { resolve: (result: Result) => void; reject: (error: unknown) => void }>()
  let last = 0
  let ended: { readonly error: unknown } | undefined
  return {
    make: (tell) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended.error)
        last += 1
        open.set(last, { resolve, reject })
        tell(last)
      }),
    done: (call, result) => {
      open.get(call)?.resolve(result)
      open.delete(call)
    },
    failed: (call, error) => {
      open.get(call)?.reject(error)
      open.delete(call)
    },
    end: (error) => {
      ended = { error }
      for (const { reject } of open.values()) reject(error)
      open.clear()
    },
  }
}
