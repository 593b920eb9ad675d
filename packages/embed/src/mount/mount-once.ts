import { rememberTenant } from '../auth/tenant-of-doc.js'
import { onTokenNews, wakeKeepers } from '../auth/token-keepers.js'
import { mountClassicFrame } from '../classic/classic-frame.js'
import type { EmbedBox } from '../dom/embed-box.js'
import { createShell, type Shell } from '../dom/shell.js'
import { EmbedError, type EmbedFailure } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { isDarkTheme } from '../nebula/dark-theme.js'
import { attributeWarnings } from '../props/attributes.js'
import { type AnalyticsProps, isAnalytics, parseEmbedProps } from '../props/embed-props.js'
import { leaseAppSession } from '../session/app-session.js'
import { tellUnlessLeaving } from '../session/this-page.js'
import { type FailureEvent, fireFailure } from './events.js'
import type { LaterRetries } from './later-retries.js'
import { mountUi, ownHeightOf } from './mount-ui.js'
import type { RefApi } from './ref-api.js'

/** One life of an embed: from its props until they change, its session is lost, or it is removed. */
export interface EmbedLife {
  /** Whether it shows a picture, or that there is nothing to draw. */
  readonly showsPicture: () => boolean
  /** Its picture stays to be seen; nothing of it is told any more. */
  readonly retire: () => void
  readonly destroy: () => void
}

/** Where an embed lives and whom it tells. */
export interface EmbedPlace {
  readonly target: HTMLElement
  readonly box: EmbedBox
  readonly refApi: RefApi
  /** The picture of a former life is to be seen until this one has something to show. */
  readonly behindAnother: boolean
  /** Called whenever it shows something: its content, or a failure. */
  readonly onShown: () => void
  /** Starts another life with the same props; what was shown stays until then, unless it is to go at once. */
  readonly restart: (picturesStay?: boolean) => void
  readonly retries: LaterRetries
}

type Cleanup = () => unknown

const warned = new Set<string>()

const warnOnce = (warnings: readonly string[]): void => {
  for (const warning of warnings) {
    if (!warned.has(warning)) console.warn(warning)
    warned.add(warning)
  }
}

const once = (cleanup: Cleanup): Cleanup => {
  let done = false
  return () => {
    if (done) return
    done = true
    cleanup()
  }
}

/**
 * Starts a life in a layer of its own, so that what a former life still does late cannot disturb it.
 *
 * @param place where
 * @param rawProps as the client gave them
 */
export const mountOnce = (
  { target, box, refApi, behindAnother, onShown, restart, retries }: EmbedPlace,
  rawProps: Readonly<Record<string, unknown>>,
): EmbedLife => {
  const layer = createShell(box)
  const cleanups: Cleanup[] = [layer.remove]
  let ended = false
  let picture = false
  let reported = ''
  /** The failure that is shown at the moment. */
  let failed: FailureEvent | undefined
  /** What a failure concerns at the moment: this embed, or its connection and thereby all that share it. */
  let scope: FailureEvent = 'error'

  const shows =
    <Args extends unknown[]>(isPicture: boolean, show: (...args: Args) => void) =>
    (...args: Args): void => {
      if (ended) return
      picture = isPicture
      failed = undefined
      if (isPicture) retries.succeeded()
      show(...args)
      onShown()
    }
  const shell: Shell = {
    ...layer,
    showContent: shows(true, layer.showContent),
    showEmpty: shows(true, layer.showEmpty),
    showFailure: shows(false, layer.showFailure),
  }

  const report = (type: FailureEvent, failure: EmbedFailure): void => {
    // Every layout of a broken object fails alike; hosts want to hear of it once.
    const key = JSON.stringify([type, failure])
    if (ended || key === reported) return
    reported = key
    fireFailure(target, type, failure)
  }
  const comeBack = (): void => {
    if (!ended) restart()
  }
  const tryAgain = (): void => {
    // Whoever presses the button does not want to hear what was answered a minute ago.
    wakeKeepers()
    restart()
  }
  const fail = (type: FailureEvent, failure: EmbedFailure): void => {
    const tell = (): void => {
      if (ended) return
      shell.showFailure(failure, tryAgain)
      failed = type
      report(type, failure)
      if (type === 'fatalerror') retries.plan(failure, comeBack)
    }
    tellUnlessLeaving({ tell, comeBack })
  }
  const reportPart = (failure: EmbedFailure): void =>
    tellUnlessLeaving({ tell: () => report('error', failure), comeBack })
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
        if (ended) return
        if (change.kind === 'recreated') return restart()
        if (change.kind === 'another person') return restart(false)
        broken = true
        unmountUi()
        fail('fatalerror', change.failure)
      }),
    )
    const doc = await session.doc()
    scope = 'error'
    if (ended) return
    rememberTenant(doc, props.hostConfig)
    const getDoc = async (): Promise<unknown> => doc
    refApi.open({ getDoc })
    const ui = await mountUi({
      props,
      doc,
      shell,
      fail: (failure) => fail('error', failure),
      report: reportPart,
    })
    unmountUi = once(ui.destroy)
    onEnd(unmountUi)
    if (broken) unmountUi()
    if (!ended) refApi.resolve({ getDoc, ...ui.refApi })
  }

  onEnd(
    onTokenNews(() => {
      // Of this embed's tokens or not: where they are not the cause, it fails as before.
      if (failed === 'fatalerror') comeBack()
    }),
  )

  const mount = async (): Promise<void> => {
    box.setOwnHeight(ownHeightOf(rawProps.ui))
    // What cannot be read is told in the theme that was asked for, too.
    box.setDark(isDarkTheme(String(rawProps.theme)))
    box.setLanguage(typeof rawProps.language === 'string' ? rawProps.language || undefined : undefined)
    shell.showLoading(behindAnother)
    try {
      const props = parseEmbedProps(rawProps)
      warnOnce(attributeWarnings(rawProps))
      shell.setDark(isDarkTheme(props.context.theme))
      if (isAnalytics(props)) return await mountAnalytics(props)
      scope = 'fatalerror'
      const frame = mountClassicFrame(props, shell, {
        fail: (failure) => fail('fatalerror', failure),
        report: reportPart,
        leave: () => {
          if (!ended) restart(false)
        },
      })
      onEnd(frame.destroy)
      refApi.resolve({})
    } catch (error) {
      const failure = toFailure(error)
      fail(scope, failure)
      if (!ended) refApi.reject(error instanceof EmbedError ? error : new EmbedError(failure, { cause: error }))
    }
  }

  void mount()
  return {
    showsPicture: () => picture,
    retire: () => {
      ended = true
    },
    destroy: () => {
      ended = true
      // Last in, first out: the session goes after what uses it.
      cleanups.reverse().forEach((cleanup) => void cleanup())
    },
  }
}
