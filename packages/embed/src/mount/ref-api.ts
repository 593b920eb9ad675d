type RefApiFunctions = Readonly<Record<string, () => Promise<unknown>>>

/** What an element's `getRefApi()` resolves to; it stays the same while what it refers to is mounted anew. */
export interface RefApi {
  readonly api: RefApiFunctions
  readonly resolve: (functions: RefApiFunctions) => void
  readonly reject: (error: unknown) => void
  /** Something else is being mounted: calls wait for it. */
  readonly reset: () => void
}

/** Functions by ui, as published types list them; those that a mounted ui does not offer reject. */
const names = ['getDoc', 'getObject', 'getChartRefApi', 'getField'] as const

/** Makes the object that clients get before anything is mounted, so that they need not poll. */
export const createRefApi = (): RefApi => {
  let settle: { resolve: (functions: RefApiFunctions) => void; reject: (error: unknown) => void }
  let mounted: Promise<RefApiFunctions>
  const reset = (): void => {
    mounted = new Promise((resolve, reject) => {
      settle = { resolve, reject }
    })
    // Nobody may be waiting; then nobody needs to hear of a failure here.
    mounted.catch(() => undefined)
  }
  reset()
  const call = async (name: string): Promise<unknown> => {
    const offered = (await mounted)[name]
    if (offered === undefined) throw new TypeError(`this ui has no ${name}`)
    return offered()
  }
  return {
    api: Object.fromEntries(names.map((name) => [name, () => call(name)])),
    resolve: (functions) => settle.resolve(functions),
    reject: (error) => settle.reject(error),
    reset,
  }
}
