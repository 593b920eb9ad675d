import { mountClassicFrame } from '../classic/classic-frame.js'
import { createShell } from '../dom/shell.js'
import { EmbedError, type EmbedFailure } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { isDarkTheme } from '../nebula/themes.js'
import { type AnalyticsProps, isAnalytics, parseEmbedProps } from '../props/embed-props.js'
import { leaseAppSession } from '../session/app-session.js'
import { type FailureEvent, fireFailure } from './events.js'
import { fallbackHeights, mountUi } from './mount-ui.js'
import type { RefApi } from './ref-api.js'

/** One life of an embed: from its props until they change, its session is lost, or it is removed. */
export interface EmbedLife {
  readonly destroy: () => void
}

/** Where an embed lives and whom it tells. */
export interface EmbedPlace {
  readonly target: HTMLElement
  readonly refApi: RefApi
  /** Starts another life with the same props. */
  readonly restart: () => void
}

type Cleanup = () => unknown

const once = (cleanup: Cleanup): Cleanup => {
  let done = false
  return () => {
    if (done) return
    done = true
    cleanup()
  }
}

/**
 * Starts a life in a box of its own, so that what a former life still does late cannot disturb it.
 *
 * @param place where
 * @param rawProps as the client gave them
 */
export const mountOnce = (
  { target, refApi, restart }: EmbedPlace,
  rawProps: Readonly<Record<string, unknown>>,
): EmbedLife => {
  const shell = createShell(target, fallbackHeights[String(rawProps.ui)])
  const cleanups: Cleanup[] = [shell.remove]
  let ended = false
  let reported = ''
  /** What a failure concerns at the moment: this embed, or its connection and thereby all that share it. */
  let scope: FailureEvent = 'error'

  const report = (type: FailureEvent, failure: EmbedFailure): void => {
    // Every layout of a broken object fails alike; hosts want to hear of it once.
    const key = JSON.stringify([type, failure])
    if (ended || key === reported) return
    reported = key
    fireFailure(target, type, failure)
  }
  const fail = (type: FailureEvent, failure: EmbedFailure): void => {
    if (ended) return
    shell.showFailure(failure, restart)
    report(type, failure)
  }
  const onEnd = (cleanup: Cleanup): void => {
    if (ended) cleanup()
    else cleanups.push(cleanup)
  }

  const mountAnalytics = async (props: AnalyticsProps): Promise<void> => {
    let unmountUi: Cleanup = () => undefined
    let broken = false
    scope = 'fatalerror'
    const session = leaseAppSession(props)
    onEnd(session.release)
    onEnd(
      session.subscribe((change) => {
        if (change.kind === 'recreated') return restart()
        broken = true
        unmountUi()
        fail('fatalerror', change.failure)
      }),
    )
    const doc = await session.doc()
    scope = 'error'
    if (ended) return
    const ui = await mountUi({
      props,
      doc,
      shell,
      fail: (failure) => fail('error', failure),
      report: (failure) => report('error', failure),
    })
    unmountUi = once(ui.destroy)
    onEnd(unmountUi)
    if (broken) unmountUi()
    refApi.resolve({ getDoc: async () => doc, ...ui.refApi })
  }

  const mount = async (): Promise<void> => {
    shell.showLoading()
    try {
      const props = parseEmbedProps(rawProps)
      shell.setDark(isDarkTheme(props.context.theme))
      if (isAnalytics(props)) return await mountAnalytics(props)
      scope = 'fatalerror'
      const frame = mountClassicFrame(props, shell, {
        fail: (failure) => fail('fatalerror', failure),
        report: (failure) => report('error', failure),
      })
      onEnd(frame.destroy)
      refApi.resolve({})
    } catch (error) {
      const failure = toFailure(error)
      fail(scope, failure)
      refApi.reject(error instanceof EmbedError ? error : new EmbedError(failure, { cause: error }))
    }
  }

  void mount()
  return {
    destroy: () => {
      ended = true
      // Last in, first out: the session goes after what uses it.
      cleanups.reverse().forEach((cleanup) => void cleanup())
    },
  }
}
