/** Values by texts; those that were not asked for longest leave first. */
export interface RecentlyUsed<T> {
  readonly get: (key: string) => T | undefined
  readonly set: (key: string, value: T) => void
}

/**
 * @param maxCharacters of all keys together; a longer key is not kept
 * @param maxCount of values, whatever their keys
 */
export const recentlyUsed = <T>(maxCharacters: number, maxCount: number): RecentlyUsed<T> => {
  const kept = new Map<string, T>()
  let characters = 0
  const remove = (key: string): void => {
    if (kept.delete(key)) characters -= key.length
  }
  return {
    get: (key) => {
      const value = kept.get(key)
      if (value === undefined) return undefined
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    set: (key, value) => {
      remove(key)
      if (key.length > maxCharacters) return
      kept.set(key, value)
      characters += key.length
      for (const oldest of kept.keys()) {
        if (characters <= maxCharacters && kept.size <= maxCount) return
        remove(oldest)
      }
    },
  }
}
