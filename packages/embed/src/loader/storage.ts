/** A `Storage` that lives as long as the page. */
const memoryStorage = (): Storage => {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  }
}

/**
 * Browsers that block all cookies deny a page all storage, by throwing, and those that block third-party cookies a frame of
 * another site. `@qlik/api` does not expect that; here it gets storage that forgets.
 */
export const ensureStorage = (): void => {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      // Web views of mobile apps may have none.
      if (window[name] === null) throw new TypeError('no storage')
    } catch {
      Object.defineProperty(window, name, { value: memoryStorage() })
    }
  }
}
