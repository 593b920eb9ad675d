import { EmbedError } from '../failure/embed-failure.js'
import { type FrameMessage, isProtocolMessage, type PageMessage } from './frame-protocol.js'

/** The page around the frame, as the frame sees it. */
export interface FrameHost {
  readonly send: (message: FrameMessage) => void
  /** Asks the page for an access token. */
  readonly token: () => Promise<string>
  /** Resolves to what the page wants shown. */
  readonly shown: Promise<Extract<PageMessage, { understudy: 'show' }>>
}

/**
 * Connects to the page that embeds this frame. The browser says which origin that is; nothing is accepted from, or sent
 * to, any other.
 */
export const connectToPage = (): FrameHost => {
  const page = window.parent
  const pageOrigin = window.location.ancestorOrigins?.[0] ?? new URL(document.referrer).origin
  const send = (message: FrameMessage): void => page.postMessage(message, pageOrigin)
  const waiting = new Map<number, { resolve: (token: string) => void; reject: (error: EmbedError) => void }>()
  let lastRequest = 0
  let lastToken: string | undefined

  const shown = new Promise<Extract<PageMessage, { understudy: 'show' }>>((resolve) => {
    window.addEventListener('message', ({ source, origin, data }) => {
      if (source !== page || origin !== pageOrigin || !isProtocolMessage(data)) return
      const message = data as PageMessage
      if (message.understudy === 'show') return resolve(message)
      const waiter = waiting.get(message.request)
      waiting.delete(message.request)
      if (message.understudy === 'no-token') return waiter?.reject(new EmbedError(message.failure))
      lastToken = message.token
      waiter?.resolve(message.token)
    })
  })

  return {
    send,
    shown,
    token: () =>
      new Promise((resolve, reject) => {
        const request = ++lastRequest
        waiting.set(request, { resolve, reject })
        send({ understudy: 'token-wanted', request, ...(lastToken !== undefined && { instead: lastToken }) })
      }),
  }
}
