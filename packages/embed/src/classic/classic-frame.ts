import { effectiveHostConfig } from '../auth/effective-host-config.js'
import { toTokenHost } from '../auth/host.js'
import { keeperOf, onTokenNews } from '../auth/token-keepers.js'
import type { Shell } from '../dom/shell.js'
import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import type { ClassicProps } from '../props/embed-props.js'
import { tellPage } from '../session/page-events.js'
import { type FrameMessage, isProtocolMessage, type PageMessage } from './frame-protocol.js'

/** Whom a frame tells of failures: those in place of everything, and those that it shows itself. */
interface FrameReports {
  readonly fail: (failure: EmbedFailure) => void
  readonly report: (failure: EmbedFailure) => void
  /** What it shows is another person's than that of the page now. */
  readonly leave: () => void
}

/** A frame that says nothing for this long, in milliseconds, was blocked or is no page of ours. */
const patience = 15_000

/**
 * `classic/app` and `classic/chart`: a page of the tenant in a frame. It has no cookie; the access token is sent to it,
 * and to nothing but that window while it shows that origin.
 *
 * @throws {EmbedError} when the host configuration is incomplete
 */
export const mountClassicFrame = (
  { hostConfig, ...props }: ClassicProps,
  shell: Shell,
  { fail, report, leave }: FrameReports,
): { readonly destroy: () => void } => {
  const host = toTokenHost(effectiveHostConfig(hostConfig))
  const keeper = keeperOf(host)
  const frame = document.createElement('iframe')
  frame.title = props.ui === 'classic/app' ? 'Analytics app' : 'Chart'
  frame.allow = 'fullscreen; clipboard-write'
  frame.style.cssText = 'display: block; width: 100%; height: 100%; border: 0'
  frame.src = `${host.origin}/qlik-embed/classic.html?client_id=${encodeURIComponent(host.clientId)}`
  const listening = new AbortController()
  const silence = setTimeout(
    () => fail(failureOf('EMBED-FRAME', `${host.origin} sent no page for the frame.`)),
    patience,
  )

  const send = (message: PageMessage): void => frame.contentWindow?.postMessage(message, host.origin)

  const sendToken = async (request: number, instead?: string): Promise<void> => {
    try {
      if (instead !== undefined) keeper.refused(instead)
      send({ understudy: 'token', request, token: await keeper.token() })
    } catch (error) {
      send({ understudy: 'no-token', request, failure: toFailure(error) })
    }
  }

  const receive = (message: FrameMessage): void => {
    clearTimeout(silence)
    switch (message.understudy) {
      case 'ready':
        send({ understudy: 'show', clientId: host.clientId, props })
        break
      case 'token-wanted':
        void sendToken(message.request, message.instead)
        break
      case 'shown':
        shell.showContent()
        break
      case 'failed':
        if (message.fatal) fail(message.failure)
        else report(message.failure)
        break
      case 'websocket-event':
        tellPage({ ...message.event, appId: props.appId, ...(hostConfig !== undefined && { hostConfig }) })
    }
  }

  window.addEventListener(
    'message',
    ({ source, origin, data }) => {
      if (source !== frame.contentWindow || origin !== host.origin || !isProtocolMessage(data)) return
      receive(data as FrameMessage)
    },
    { signal: listening.signal },
  )
  const stopListening = onTokenNews((news, of) => {
    if (news === 'another person' && of === keeper) leave()
  })
  shell.content.append(frame)
  return {
    destroy: () => {
      stopListening()
      listening.abort()
      clearTimeout(silence)
      frame.remove()
    },
  }
}
