import type { SessionSource } from '../store/schema.js'

/** A signed-in browser (or a backend that relays its cookies). All times are milliseconds since 1970. */
export interface BrowserSession {
  /** Names the session in the journal and to the sockets that it opened; worthless without the cookie's secret. */
  readonly id: string
  readonly userId: string
  readonly subject: string
  readonly userEpoch: number
  readonly source: SessionSource
  /** The identity provider that vouched for the user; null for the built-in directory. */
  readonly idpId: string | null
  /** Set for a session of pages of other origins. It counts for the origins of that web integration only. */
  readonly webIntegrationId: string | undefined
  /** When the user proved who they are; what `max_age` and `auth_time` of OpenID Connect go by. */
  readonly authTime: number
  readonly createdAt: number
  /** When the session ends unless it is used before; never later than {@link endsAt}. */
  readonly expiresAt: number
  /** When the session ends however much it is used. */
  readonly endsAt: number
  /** What requests that change something have to carry beside the cookie. */
  readonly csrfToken: string
}
