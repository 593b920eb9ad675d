import { dataPaths } from '../../config/data-paths.js'
import type { Config } from '../../config/options.js'
import { isLoopback } from '../../network/loopback.js'

/** What is told of a server when it is ready. */
export interface ServedReport {
  /** Where it listens. */
  readonly url: string
  readonly operationsUrl: string | undefined
  /** Of the tenants. */
  readonly origins: readonly string[]
  readonly version: string
}

/** What a server is, a line each; the first one says that it is ready. */
export const reportLines = (
  config: Config,
  { url, operationsUrl, origins, version }: ServedReport,
): readonly string[] => [
  `Understudy serves ${origins.join(', ')}`,
  `  version ${version}, listens on ${url}, store ${storeName(config)}`,
  ...(operationsUrl === undefined ? [] : [`  probes and metrics on ${operationsUrl}`]),
]

/** The settings that let others read or do what they should not, with what to do about each. */
export const unsafeSettings = (config: Config, origins: readonly string[]): readonly string[] => {
  const { host, operationsHost, operationsPort, trustProxy } = config
  const plain = origins.filter((origin) => origin.startsWith('http:') && !isLoopback(new URL(origin).hostname))
  const store = databaseUrl(config)
  return [
    ...plain.map((origin) => `Tokens and passwords travel unencrypted to ${origin}: give it an https origin.`),
    ...(isLoopback(host) || !trustProxy
      ? []
      : [`Who reaches ${host} past the proxy can name any address and host: let it listen where only the proxy does.`]),
    ...(isLoopback(host) || trustProxy
      ? []
      : [`It listens on ${host} without TLS: put a proxy in front, and let it listen on 127.0.0.1.`]),
    ...(operationsPort === undefined || isLoopback(operationsHost)
      ? []
      : [`Metrics are readable by everybody who reaches ${operationsHost}: keep its port inside your own network.`]),
    ...(store === undefined || isLoopback(store.hostname) || encrypts(store)
      ? []
      : [`The connection to the database on ${store.hostname} is not encrypted: add sslmode=verify-full to --store.`]),
  ]
}

const databaseUrl = ({ store }: Config): URL | undefined =>
  store !== undefined && /^postgres(ql)?:/.test(store) && URL.canParse(store) ? new URL(store) : undefined

const encrypts = ({ searchParams }: URL): boolean =>
  ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '') ||
  searchParams.get('ssl') === 'true'

/** Without the password that the URL of a database holds. */
const storeName = (config: Config): string => {
  const url = databaseUrl(config)
  return url === undefined ? dataPaths(config).store : `postgres://${url.host}${url.pathname}`
}
