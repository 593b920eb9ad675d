/** A bounded cache of evaluated results that computes each missing one once, however many ask at the same time. */
export interface ResultCache {
  /**
   * @param key holds everything the result depends on; see `cacheKey`
   * @param weigh size of a result, in the unit of the cache's bound
   */
  get<T>(key: string, compute: () => Promise<T>, weigh: (result: T) => number, signal?: AbortSignal): Promise<T>
}

/** Least recently used results leave first, once the sum of weights exceeds the bound. */
export const createResultCache = (maxWeight: number): ResultCache => {
  const kept = new Map<string, { readonly result: unknown; readonly weight: number }>()
  const running = new Map<string, Promise<unknown>>()
  let weight = 0

  const remember = (key: string, result: unknown, size: number) => {
    if (size > maxWeight) return
    kept.set(key, { result, weight: size })
    weight += size
    for (const [oldest, entry] of kept) {
      if (weight <= maxWeight) return
      kept.delete(oldest)
      weight -= entry.weight
    }
  }

  const get = async <T>(
    key: string,
    compute: () => Promise<T>,
    weigh: (result: T) => number,
    signal?: AbortSignal,
  ): Promise<T> => {
    const hit = kept.get(key)
    if (hit) {
      kept.delete(key)
      kept.set(key, hit)
      return hit.result as T
    }
    const underway = running.get(key) as Promise<T> | undefined
    if (underway) {
      // The one who started it may have been cancelled; whoever still waits starts it again.
      const outcome = await underway.then((result) => ({ result })).catch((cause: unknown) => ({ cause }))
      if ('result' in outcome) return outcome.result
      if (signal?.aborted) throw outcome.cause
      return get(key, compute, weigh, signal)
    }
    const started = compute()
    running.set(key, started)
    try {
      const result = await started
      remember(key, result, weigh(result) + key.length)
      return result
    } finally {
      running.delete(key)
    }
  }
  return { get }
}
