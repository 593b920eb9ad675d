import type { HostConfig } from '@qlik/api/auth'
import { embedError } from '../failure/embed-failure.js'

/** Host configurations that the page registered by name, as `@qlik/api` keeps them; it has no way to read them back. */
const registered = new Map<string, HostConfig>()
const defaultName = 'default'

/** Remembers a host configuration under a name; without one, as the default. */
export const rememberHost = (hostConfig: HostConfig | undefined, name = defaultName): void => {
  registered.set(name, hostConfig ?? {})
}

/** Forgets the host configuration of a name. */
export const forgetHost = (name: string): void => {
  registered.delete(name)
}

/**
 * The host configuration that is meant: a reference is looked up, an empty one is the default.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG for an unknown reference
 */
export const resolveHost = (hostConfig: HostConfig | undefined): HostConfig => {
  const config = hostConfig ?? {}
  if ('reference' in config && config.reference !== undefined) {
    const found = registered.get(config.reference)
    if (found !== undefined) return found
    throw embedError('EMBED-HOST-CONFIG', `No host configuration is registered as '${config.reference}'.`)
  }
  return Object.keys(config).length > 0 ? config : (registered.get(defaultName) ?? config)
}
