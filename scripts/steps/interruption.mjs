const controller = new AbortController()

// Once each: a second Ctrl-C ends the script at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => controller.abort(signal))

/** Aborts when the script is asked to end: Ctrl-C, SIGTERM or a closed terminal. */
export const interruption = controller.signal

/** Resolves when the script is asked to end. */
export const untilInterrupted = () =>
  new Promise((resolve) => {
    if (interruption.aborted) resolve()
    else interruption.addEventListener('abort', () => resolve(), { once: true })
  })
