import type { HostConfig } from '@qlik/api/auth'
import { onWebSocketEvent, openAppSession } from '#qlik-api/qix'
import '../modules/auth.js'
import { toCookieHost } from '../auth/cookie-host.js'
import { effectiveHostConfig, originalHostConfig } from '../auth/effective-host-config.js'
import { toTokenHost } from '../auth/host.js'
import { personOf } from '../auth/persons.js'
import { keeperOf, onTokenNews } from '../auth/token-keepers.js'
import type { TokenKeeper } from '../token/token-keeper.js'
import { pageActivity, pauseUnlessActive } from './page-activity.js'
import { tellPage, toPageEvent } from './page-events.js'
import type { RecoveryWorld } from './session-recovery.js'
import { leaseSession, leaveSessions, type SessionLease } from './session-registry.js'
import { tellUnlessLeaving } from './this-page.js'

/** Which app session an embed belongs to. */
export interface AppSessionProps {
  readonly appId: string
  readonly identity?: string
  readonly hostConfig?: HostConfig
}

onWebSocketEvent((event) => tellPage(toPageEvent(event)))

/**
 * Leases the app session that all embeds of one host, app, identity and user share.
 *
 * @throws {EmbedError} when the host configuration is incomplete
 */
export const leaseAppSession = ({ appId, identity, hostConfig }: AppSessionProps): SessionLease => {
  const effective = effectiveHostConfig(hostConfig)
  const { person, access } = accessOf(effective)
  const props = { appId, hostConfig: effective, ...(identity !== undefined && { identity }) }
  return leaseSession(person, JSON.stringify([appId, identity ?? null]), {
    open: () => openAppSession(props),
    recovery: { ...access, activity: pageActivity, pause: pauseUnlessActive },
    now: Date.now,
    onBroken: ({ status, reason }) => {
      const tell = (): void =>
        tellPage({
          eventType: 'error',
          appId,
          reason,
          ...(identity !== undefined && { identity }),
          ...(status !== undefined && { code: status }),
          hostConfig: originalHostConfig(effective) ?? {},
        })
      // What shows the session opens another one when the page comes back.
      tellUnlessLeaving({ tell, comeBack: () => undefined })
    },
  })
}

/** Who a host configuration stands for, as far as that tells sessions apart, and how their access is renewed. */
const accessOf = (
  hostConfig: HostConfig,
): { readonly person: string; readonly access: Pick<RecoveryWorld, 'credential' | 'renewToken'> } => {
  const cookieHost = toCookieHost(hostConfig)
  // A cookie is not the page's to renew: the published client leads to the sign-in.
  if (cookieHost)
    return {
      person: cookiePerson(JSON.stringify([cookieHost.origin, 'cookie', cookieHost.webIntegrationId])),
      access: { credential: () => '', renewToken: async () => undefined },
    }
  const host = toTokenHost(hostConfig)
  const keeper = keeperOf(host)
  const person = JSON.stringify([host.origin, personOf(host)])
  persons.set(keeper, person)
  return {
    person,
    access: {
      credential: keeper.current,
      renewToken: async (refused) => {
        keeper.refused(refused)
        await keeper.token()
      },
    },
  }
}

/** Whom cookies stand for, by host. */
const cookiePersons = new Set<string>()

const cookiePerson = (host: string): string => {
  cookiePersons.add(host)
  return host
}

/** Whose sessions have been leased last by the tokens of a keeper. */
const persons = new Map<TokenKeeper, string>()

onTokenNews((news, keeper) => {
  if (news !== 'another person') return
  const left = keeper === undefined ? [...cookiePersons] : [persons.get(keeper)]
  for (const person of left) if (person !== undefined) leaveSessions(person)
})
