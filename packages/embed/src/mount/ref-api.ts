type RefApiFunctions = Readonly<Record<string, () => Promise<unknown>>>

/** What an element's `getRefApi()` resolves to; it stays the same while what it refers to is mounted anew. */
export interface RefApi {
  readonly api: RefApiFunctions
  /** Offers functions that need nothing but the open app, which may be shown much later. */
  readonly open: (functions: RefApiFunctions) => void
  readonly resolve: (functions: RefApiFunctions) => void
  readonly reject: (error: unknown) => void
  /** Something else is being mounted: calls wait for it. */
  readonly reset: () => void
}

/** Functions by ui, as published types list them; those that a mounted ui does not offer reject. */
const names = { open: ['getDoc'], mounted: ['getObject', 'getChartRefApi', 'getField'] } as const

/** Functions that calls wait for. */
const createStage = () => {
  let settle: { resolve: (functions: RefApiFunctions) => void; reject: (error: unknown) => void }
  let pending: Promise<RefApiFunctions>
  let settled = true
  const reset = (): void => {
    // Whoever waits already waits for what is mounted in the end.
    if (!settled) return
    settled = false
    pending = new Promise((resolve, reject) => {
      settle = { resolve, reject }
    })
    // Nobody may be waiting; then nobody needs to hear of a failure here.
    pending.catch(() => undefined)
  }
  reset()
  return {
    reset,
    resolve: (functions: RefApiFunctions): void => {
      settled = true
      settle.resolve(functions)
    },
    reject: (error: unknown): void => {
      settled = true
      settle.reject(error)
    },
    call: async (name: string): Promise<unknown> => {
      const offered = (await pending)[name]
      if (offered === undefined) throw new TypeError(`this ui has no ${name}`)
      return offered()
    },
  }
}

/** Makes the object that clients get before anything is mounted, so that they need not poll. */
export const createRefApi = (): RefApi => {
  const stages = { open: createStage(), mounted: createStage() }
  const functionsOf = (stage: keyof typeof stages): (readonly [string, () => Promise<unknown>])[] =>
    names[stage].map((name) => [name, () => stages[stage].call(name)])
  return {
    api: Object.fromEntries([...functionsOf('open'), ...functionsOf('mounted')]),
    open: stages.open.resolve,
    resolve: (functions) => {
      stages.open.resolve(functions)
      stages.mounted.resolve(functions)
    },
    reject: (error) => {
      stages.open.reject(error)
      stages.mounted.reject(error)
    },
    reset: () => {
      stages.open.reset()
      stages.mounted.reset()
    },
  }
}
