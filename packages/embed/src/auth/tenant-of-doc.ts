import type { HostConfig } from '@qlik/api/auth'
import type { Doc } from '@qlik/api/qix'
import { originOf } from './host.js'
import { resolveHost } from './registered-hosts.js'

const origins = new WeakMap<Doc, string>()

/** Remembers which tenant an open app is of. */
export const rememberTenant = (doc: Doc, hostConfig: HostConfig | undefined): void => {
  const { host } = resolveHost(hostConfig) as { readonly host?: string }
  origins.set(doc, originOf(host))
}

/** The origin of the tenant that an open app is of; the page's own for one that was opened elsewhere. */
export const tenantOf = (doc: Doc): string => origins.get(doc) ?? globalThis.location.origin
