import * as published from '#qlik-api/auth'
import { oauth2AuthModule } from '../auth/oauth2-auth-module.js'
import { followPerson } from '../auth/page-person.js'
import { forgetHost, rememberHost } from '../auth/registered-hosts.js'

published.registerAuthModule('oauth2', oauth2AuthModule)
followPerson(window)

/** Module `auth@v1`: the implementation that `@qlik/api` loads in browsers, renewing tokens before they expire. */
export * from '#qlik-api/auth'

/** Registers a host configuration by name, for the package and for the runtime. */
export const registerHostConfig: typeof published.registerHostConfig = (name, hostConfig) => {
  published.registerHostConfig(name, hostConfig)
  rememberHost(hostConfig, name)
}

/** Forgets a registered host configuration. */
export const unregisterHostConfig: typeof published.unregisterHostConfig = (name) => {
  published.unregisterHostConfig(name)
  forgetHost(name)
}

/** Sets the host configuration of calls and elements that have none. */
export const setDefaultHostConfig: typeof published.setDefaultHostConfig = (hostConfig) => {
  published.setDefaultHostConfig(hostConfig)
  rememberHost(hostConfig)
}
