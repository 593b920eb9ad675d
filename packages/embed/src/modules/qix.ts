import './auth.js'
import type { OpenAppSessionProps } from '@qlik/api/qix'
import * as published from '#qlik-api/qix'
import { effectiveHostConfig } from '../auth/effective-host-config.js'

/** Module `qix@v1`: the implementation that `@qlik/api` loads in browsers. */
export * from '#qlik-api/qix'

/** Opens an app session, apart from those of other users of the page. */
export const openAppSession = (props: OpenAppSessionProps | string): ReturnType<typeof published.openAppSession> => {
  const given = typeof props === 'string' ? { appId: props } : props
  return published.openAppSession({ ...given, hostConfig: effectiveHostConfig(given.hostConfig) })
}
