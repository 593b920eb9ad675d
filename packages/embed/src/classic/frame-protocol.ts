import type { EmbedFailure } from '../failure/embed-failure.js'
import type { ClassicProps } from '../props/embed-props.js'

/** What the frame sends to the page. Every message is checked for window and exact origin on arrival. */
export type FrameMessage =
  /** The frame is ready to be told what to show. */
  | { readonly understudy: 'ready' }
  /**
   * The frame needs an access token, another than `instead` if it has one that ends or was refused; answered by `token`
   * or `no-token` of the same number.
   */
  | { readonly understudy: 'token-wanted'; readonly request: number; readonly instead?: string }
  | { readonly understudy: 'shown' }
  | { readonly understudy: 'failed'; readonly fatal: boolean; readonly failure: EmbedFailure }
  | { readonly understudy: 'websocket-event'; readonly event: FrameWebSocketEvent }

/** An event of the frame's connection. */
export interface FrameWebSocketEvent {
  readonly eventType: string
  readonly code?: number
  readonly reason?: string
  readonly initiator?: string
}

/** What the page sends to the frame. */
export type PageMessage =
  | { readonly understudy: 'show'; readonly clientId: string; readonly props: FrameProps }
  | { readonly understudy: 'token'; readonly request: number; readonly token: string }
  | { readonly understudy: 'no-token'; readonly request: number; readonly failure: EmbedFailure }

/** Props without the page's functions, which cannot be sent. */
export type FrameProps = ClassicProps extends infer Props
  ? Props extends unknown
    ? Omit<Props, 'hostConfig'>
    : never
  : never

/** Whether a message is one of this protocol; its sender is checked by the caller. */
export const isProtocolMessage = (data: unknown): data is { readonly understudy: string } =>
  typeof data === 'object' && data !== null && 'understudy' in data && typeof data.understudy === 'string'
