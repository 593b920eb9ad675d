/** Resolves when the person uses the page again, or it gets the network back. */
export const pageActivity = (): Promise<void> =>
  new Promise((resolve) => {
    const listening = new AbortController()
    const options = { signal: listening.signal, capture: true }
    const done = (): void => {
      listening.abort()
      resolve()
    }
    const doneIfVisible = (): void => {
      if (document.visibilityState === 'visible') done()
    }
    window.addEventListener('online', done, options)
    document.addEventListener('pointerdown', done, options)
    document.addEventListener('keydown', done, options)
    document.addEventListener('visibilitychange', doneIfVisible, options)
  })

/** Resolves after so many milliseconds, or when the page is used again. */
export const pauseUnlessActive = (milliseconds: number): Promise<void> =>
  Promise.race([new Promise<void>((resolve) => setTimeout(resolve, milliseconds)), pageActivity()])
