import './auth.js'
import type { HostConfig } from '@qlik/api/auth'
import type { AppSession, OpenAppSessionProps } from '@qlik/api/qix'
import * as published from '#qlik-api/qix'
import { effectiveHostConfig, usesTokens } from '../auth/effective-host-config.js'
import { toTokenHost } from '../auth/host.js'
import { keeperOf, onTokenNews } from '../auth/token-keepers.js'

/** Module `qix@v1`: the implementation that `@qlik/api` loads in browsers. */
export * from '#qlik-api/qix'

/** Opens an app session, apart from those of other persons of the page; it ends with its person. */
export const openAppSession = (props: OpenAppSessionProps | string): AppSession => {
  const given = typeof props === 'string' ? { appId: props } : props
  const hostConfig = effectiveHostConfig(given.hostConfig)
  const session = published.openAppSession({ ...given, hostConfig })
  endWithPerson(session, hostConfig)
  return session
}

const endWithPerson = (session: AppSession, hostConfig: HostConfig): void => {
  if (!usesTokens(hostConfig)) return
  const keeper = keeperOf(toTokenHost(hostConfig))
  const stop = onTokenNews((news, of) => {
    if (news !== 'another person' || of !== keeper) return
    stop()
    void session.close({ websocketCloseDelay: 0 })
  })
  const close = session.close.bind(session)
  Object.assign(session, {
    close: (props: Parameters<typeof close>[0]) => {
      stop()
      return close(props)
    },
  })
}
