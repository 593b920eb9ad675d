import type { IncomingMessage } from 'node:http'
import { scopesCover, UnderstudyError } from '@understudy/contract'
import { closeCodes, type DataOrigin, isSessionAppId, type Principal } from '@understudy/engine'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { View, ViewCounter } from '../apps/views/view-counter.js'
import type { HostedSession } from '../engine-host/engine-host.js'
import type { SessionKey, SessionRegistry, SharedAllowance } from '../engine-host/sessions/session-registry.js'
import type { KeptSessionOwner } from '../kept-sessions/kept-session-rows.js'
import type { KeptSessions } from '../kept-sessions/kept-sessions.js'
import { openKept } from '../kept-sessions/open-kept.js'
import { isVisitor } from '../oauth/anonymous/visitor-id.js'
import { clientOf } from '../oauth/credential.js'
import type { AccessPrincipal } from '../oauth/principal.js'
import type { QueryLog } from '../query-log/query-log.js'
import { keepSessionAlive } from '../sessions/record-use.js'
import { storeUnavailable } from '../store/store-unavailable.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { admitSocket } from './admit-socket.js'
import { closing, closingFor } from './closing.js'
import { enginePrincipal } from './engine-principal.js'
import { parseSocketAddress, type SocketAddress } from './socket-address.js'
import type { SocketIdentities } from './socket-identities.js'
import { linkSocket, type SocketLink } from './socket-link.js'
import { assertStillAdmitted, firstPlace, type SessionStores, tenantDoor } from './tenant-door.js'

/** What all sockets of a node share. */
export interface QixService extends SessionStores {
  readonly sessions: SessionRegistry
  readonly identities: SocketIdentities
  readonly views: ViewCounter
  readonly queries: QueryLog
  readonly kept: KeptSessions
  readonly log: Logger
}

const pendingRequests = 64
const pendingLength = 4 * 1024 * 1024
const unsentBytes = 8 * 1024 * 1024
const mostUnsentBytes = 64 * 1024 * 1024
/** How often the access behind an open socket is looked up again, in ms. */
const checkInterval = 10_000
/** Longest delay of a timer of Node. */
const maxDelay = 2 ** 31 - 1

const refuseWithoutScope = ({ scopes }: AccessPrincipal): void => {
  const needed = ['apps', 'apps:read', 'admin.apps', 'admin.apps:read'] as const
  if (!needed.some((scope) => scopesCover(scopes, scope)))
    throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', 'Opening an app needs the scope apps:read.')
}

const refuseOtherApps = ({ onlyApp }: AccessPrincipal, appId: string): void => {
  if (onlyApp !== undefined && onlyApp !== appId)
    throw new UnderstudyError('AUTH-VISITOR', 'The access code is for another app.')
}

/** Anybody can be any number of visitors: all of an app share what one page's crowd needs. */
const visitorsOf = ({ config }: TenantContext, appId: string): SharedAllowance => ({
  name: `All visitors of ${appId}`,
  sessions: config.qixVisitorSessions,
})

const openSession = async (
  service: QixService,
  context: TenantContext,
  access: AccessPrincipal,
  principal: Principal,
  { appId, identity }: SessionKey,
  onLost: () => void,
): Promise<HostedSession> => {
  const place = await firstPlace(service, context, appId)
  const limits = { sessionObjects: context.config.qixSessionObjects }
  const opening = { principal, appId, place }
  const owner = keptOwner(access, { appId, identity })
  const session =
    owner === undefined
      ? await service.host.openSession(opening, limits, onLost)
      : await openKept(service.kept, owner, onLost, (lost, keeping) =>
          service.host.openSession(opening, limits, lost, keeping),
        )
  // Views are people's: a backend that reads an app in its own name is none.
  if (place.kind === 'stored' && !access.machine) service.views.count(viewOf(access, appId))
  return session
}

/** Whose a session is in the store; `undefined` of one that is not stored: of visitors, and of session apps, whose data is nobody else's. */
const keptOwner = (
  { tenantId, userId, credential }: AccessPrincipal,
  { appId, identity }: SessionKey,
): KeptSessionOwner | undefined =>
  isVisitor(userId) || isSessionAppId(appId)
    ? undefined
    : { tenantId, userId, clientId: clientOf(credential), appId, identity }

const viewOf = ({ tenantId, userId }: AccessPrincipal, appId: string): View => ({
  tenantId,
  appId,
  userId: isVisitor(userId) ? undefined : userId,
})

const timeToLive = ({ config }: TenantContext, { timeToLive: wanted }: SocketAddress): number =>
  1000 * Math.min(wanted ?? config.qixSessionTimeToLive, config.qixSessionTimeToLive)

/** Codes of errors about the app rather than about the access to the tenant. */
const lostApp: ReadonlySet<string> = new Set(['APP-NO-ACCESS', 'QIX-READ-ONLY'])

/**
 * Ties a socket to its credential and to the user's right to the app: it is closed when the credential ends, at once when
 * this node hears that one of them was lost, and within the interval of checks when only another node heard it. A browser
 * session lives on while its sockets are used.
 */
const bindToToken = (
  service: QixService,
  context: TenantContext,
  access: AccessPrincipal,
  origin: () => DataOrigin | null,
  socket: WebSocket,
  link: SocketLink,
): void => {
  const { identities, log } = service
  const revoke = (): void => link.closeWith(closing(closeCodes.authenticationFailed, 'The access was revoked'))
  let used = false
  socket.on('message', () => {
    used = true
  })
  const assertAdmitted = async (): Promise<void> => {
    await assertStillAdmitted(service, context, access, origin())
    if (used && access.credential.type === 'session') await keepSessionAlive(context, access.credential.sessionId)
    used = false
  }
  const check = (): Promise<void> =>
    assertAdmitted().catch((error: unknown) => {
      // A store that does not answer is no reason to think that somebody lost their access.
      if (!(error instanceof UnderstudyError))
        return log.warn({ err: error }, 'The access of a QIX socket could not be checked')
      if (error.code === 'APP-UNKNOWN')
        return link.closeWith(closing(closeCodes.appDeleted, 'APP-UNKNOWN: The app was deleted'))
      const noAccess = lostApp.has(error.code) ? closingFor(error) : undefined
      if (noAccess === undefined) revoke()
      else link.closeWith(noAccess)
    })
  const joined = identities.add({ ...access, revoke, check })
  const checks = setInterval(joined.reconsider, checkInterval)
  const expiry = setTimeout(
    () => link.closeWith(closing(closeCodes.authenticationFailed, 'The access token has expired')),
    Math.min(Math.max(access.expiresAt - context.clock(), 0), maxDelay),
  )
  socket.once('close', () => {
    clearInterval(checks)
    clearTimeout(expiry)
    joined.leave()
  })
}

const admit = async (
  service: QixService,
  context: TenantContext,
  request: IncomingMessage,
  socket: WebSocket,
  link: SocketLink,
): Promise<void> => {
  const address = parseSocketAddress(request.url ?? '')
  if (!address) return link.refuseWith(closing(closeCodes.malformed, 'The address must be /app/{appId}'))
  const { appId } = address
  let origin = (): DataOrigin | null => (isSessionAppId(appId) ? null : { appId, ownScript: false })
  const access = await admitSocket(context, request, address)
  refuseWithoutScope(access)
  refuseOtherApps(access, appId)
  bindToToken(service, context, access, () => origin(), socket, link)
  // Whatever was revoked between the check of the token and its binding was announced to nobody.
  await assertStillAdmitted(service, context, access, origin())
  const principal = await enginePrincipal(context, access)
  const key = { appId, identity: address.identity }
  const owner = keptOwner(access, key)
  const asker = {
    tenantId: access.tenantId,
    userId: access.userId,
    clientId: clientOf(access.credential),
    origin: request.headers.origin,
    appId,
  }
  const connection = await service.sessions.attach({
    key,
    principal,
    ...(access.onlyApp === undefined ? {} : { allowance: visitorsOf(context, appId) }),
    timeToLive: timeToLive(context, address),
    transport: { ...link.transport, answered: (call) => service.queries.note(asker, call) },
    door: tenantDoor(service, context, access, appId),
    create: (onLost) => openSession(service, context, access, principal, key, onLost),
    ...(owner === undefined ? {} : { wentOn: () => service.kept.wentOn(owner) }),
  })
  origin = connection.origin
  link.join(connection)
}

/** Clients may close with any code; those of ours, and the usual ones, are told apart. */
const toldCodes: ReadonlySet<number> = new Set([...Object.values(closeCodes), 1000, 1001, 1005, 1006, 1009])

const closeCode = (code: number): string => (toldCodes.has(code) ? String(code) : 'other')

/** Serves one accepted WebSocket until it ends. Never throws: a refusal is a close code with a reason. */
export const serveSocket = (
  service: QixService,
  context: TenantContext,
  request: IncomingMessage,
  socket: WebSocket,
): void => {
  const { config, clock } = context
  const link = linkSocket(
    socket,
    {
      idleTime: config.qixIdleTimeout * 1000,
      messagesPerSecond: config.qixMessagesPerSecond,
      pendingRequests,
      pendingLength,
      unsentBytes,
      mostUnsentBytes,
      readingTime: config.qixReadingTime * 1000,
    },
    clock,
  )
  socket.once('close', (code) => context.metrics.count('understudy_qix_socket_closes_total', { code: closeCode(code) }))
  socket.on('error', (error) => service.log.debug({ err: error }, 'A QIX socket failed'))
  admit(service, context, request, socket, link).catch((error: unknown) => {
    const known = closingFor(storeUnavailable(error) ?? error)
    if (!known) service.log.error({ err: error }, 'A QIX socket could not be served')
    link.refuseWith(known ?? closing(closeCodes.noEngine, 'The app could not be opened'))
  })
}
