/** What the address of a QIX WebSocket says (contract 0.7). */
export interface SocketAddress {
  readonly appId: string
  /** `''` for none. */
  readonly identity: string
  /** Seconds that the session shall outlive its last socket, where the client asks for a time. */
  readonly timeToLive: number | undefined
  /** Single-use token of a browser. */
  readonly accessToken: string | undefined
}

const path = /^\/app\/([^/]+)(?:\/identity\/([^/]+))?(?:\/ttl\/(\d{1,9}))?(?:\/withoutData)?\/?$/

const maxIdentityLength = 256
/** Longer than the id of any stored app; session apps are named by their clients. */
const maxAppIdLength = 256

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Whether an upgrade request is meant for QIX at all. */
export const isQixPath = (url: string): boolean => url.startsWith('/app/')

/**
 * Parses `/app/{appId}[/identity/{identity}][/ttl/{seconds}][/withoutData]?...[&accessToken=...]`. Apps are opened with their data in any case.
 *
 * @returns `undefined` where the address is malformed
 */
export const parseSocketAddress = (url: string): SocketAddress | undefined => {
  const [pathname = '', search = ''] = url.split('?', 2)
  const [, app = '', identity = '', ttl] = path.exec(pathname) ?? []
  const appId = decoded(app)
  const name = decoded(identity)
  if (!appId || appId.length > maxAppIdLength || name === undefined || name.length > maxIdentityLength) return undefined
  return {
    appId,
    identity: name,
    timeToLive: ttl === undefined ? undefined : Number(ttl),
    accessToken: new URLSearchParams(search).get('accessToken') ?? undefined,
  }
}
