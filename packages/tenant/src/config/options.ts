import {
  connectionUrls,
  flag,
  headerNames,
  hostNames,
  logLevel,
  logLevels,
  origin,
  text,
  wholeNumber,
} from './option-values.js'
import { tracingHeaders } from './tracing-headers.js'

/** One option: where it may come from, what it means, and how its text becomes a value. */
export interface OptionEntry<T> {
  /** Command line flag, without dashes; also the key in a configuration file. */
  readonly flag: string
  /** Environment variable. */
  readonly environment: string
  /** What stands in the rendered documentation as the kind of value. */
  readonly type: string
  /** Undefined: the option is off, or has the computed value that the explanation tells. */
  readonly default: T
  readonly explanation: string
  /** Reads the text; throws a RangeError that says what is expected. */
  readonly parse: (text: string) => T
}

/** The longest life that an access token may be given, in seconds; a retired signing key has to be kept for as long. */
export const longestAccessTokenLifetime = 86_400

const option = <T>(entry: OptionEntry<T>): OptionEntry<T> => entry

/** Every option of the tenant. The documentation and the command line's help are rendered from this table. */
export const options = {
  dataDir: option<string>({
    flag: 'data-dir',
    environment: 'UNDERSTUDY_DATA_DIR',
    type: 'path',
    default: '.understudy',
    explanation: 'Folder of the store, the master key made by `init`, and the app snapshots.',
    parse: text,
  }),
  store: option<string | undefined>({
    flag: 'store',
    environment: 'UNDERSTUDY_STORE',
    type: 'path or postgres:// URL',
    default: undefined,
    explanation: 'Where data lives. Unset: a libSQL file in the data folder. PostgreSQL serves several nodes at once.',
    parse: text,
  }),
  connections: option<ReadonlyMap<string, string> | undefined>({
    flag: 'connections',
    environment: 'UNDERSTUDY_CONNECTIONS',
    type: 'name=URL entries',
    default: undefined,
    explanation:
      'Databases that apps in folders of the operator may query when they are reloaded: entries such as `erp=postgresql://reader:password@host/database` or `shop=mysql://…`, separated by spaces. Give it in the environment, since others see command lines, and give each an account that reads what apps may have. See `docs/apps.md`.',
    parse: connectionUrls,
  }),
  masterKeyFile: option<string | undefined>({
    flag: 'master-key-file',
    environment: 'UNDERSTUDY_MASTER_KEY_FILE',
    type: 'path',
    default: undefined,
    explanation:
      'File that holds the key under which private keys are encrypted in the store; only its owner may read it. Unset: `master.key` in the data folder, which `init` makes with mode 0600.',
    parse: text,
  }),
  host: option<string>({
    flag: 'host',
    environment: 'UNDERSTUDY_HOST',
    type: 'address',
    default: '127.0.0.1',
    explanation: 'Network address to listen on. Put a proxy that speaks TLS in front before listening elsewhere.',
    parse: text,
  }),
  port: option<number>({
    flag: 'port',
    environment: 'UNDERSTUDY_PORT',
    type: 'number',
    default: 4802,
    explanation: 'Port to listen on; 0 takes a free one.',
    parse: wholeNumber(0, 65_535),
  }),
  operationsPort: option<number | undefined>({
    flag: 'operations-port',
    environment: 'UNDERSTUDY_OPERATIONS_PORT',
    type: 'number',
    default: undefined,
    explanation:
      'Port for `/metrics`, and for `/healthz` and `/readyz` from before the store is open until after the last request; 0 takes a free one. Unset: no metrics. The other two are answered on `--port` as well.',
    parse: wholeNumber(0, 65_535),
  }),
  operationsHost: option<string>({
    flag: 'operations-host',
    environment: 'UNDERSTUDY_OPERATIONS_HOST',
    type: 'address',
    default: '127.0.0.1',
    explanation:
      'Network address of `--operations-port`. Nobody proves anything there: let only your own network reach it.',
    parse: text,
  }),
  drainTime: option<number>({
    flag: 'drain-time',
    environment: 'UNDERSTUDY_DRAIN_TIME',
    type: 'seconds',
    default: 0,
    explanation:
      'For how long after `SIGTERM` everything is still answered while `/readyz` says 503, so that a load balancer looks elsewhere first.',
    parse: wholeNumber(0, 3600),
  }),
  publicOrigin: option<string | undefined>({
    flag: 'public-origin',
    environment: 'UNDERSTUDY_PUBLIC_ORIGIN',
    type: 'origin',
    default: undefined,
    explanation:
      'Scheme, host and port under which browsers and backends reach the tenant; issuer and audience of its tokens. Unset: what `init` was given, else the listening address. With several tenants each has the one of its `init`.',
    parse: origin,
  }),
  hideAppsWithoutData: option<boolean>({
    flag: 'hide-apps-without-data',
    environment: 'UNDERSTUDY_HIDE_APPS_WITHOUT_DATA',
    type: 'true or false',
    default: false,
    explanation:
      'Whether `GET /items`, `GET /apps/{id}` and the list of apps over QIX leave out the apps whose section access gives the person nothing. Off: such apps are named, and cannot be opened. Owners, machines and those who administer apps are told of all of them.',
    parse: flag,
  }),
  region: option<string>({
    flag: 'region',
    environment: 'UNDERSTUDY_REGION',
    type: 'name',
    default: 'local',
    explanation: 'What the REST API shows as region and datacenter of the tenants.',
    parse: text,
  }),
  trustProxy: option<boolean>({
    flag: 'trust-proxy',
    environment: 'UNDERSTUDY_TRUST_PROXY',
    type: 'true or false',
    default: false,
    explanation:
      'Take host name and client address from the last entry of the X-Forwarded headers. Only behind a proxy that sets them: they choose the tenant.',
    parse: flag,
  }),
  outboundPrivateHosts: option<readonly string[] | undefined>({
    flag: 'outbound-private-hosts',
    environment: 'UNDERSTUDY_OUTBOUND_PRIVATE_HOSTS',
    type: 'host names, separated by commas',
    default: undefined,
    explanation:
      'Hosts of a `jwksUri` or an identity provider that may have an address which is not public (private, loopback, link-local). All others are refused, so that nobody reads your network through the tenant.',
    parse: hostNames,
  }),
  corsRequestHeaders: option<readonly string[]>({
    flag: 'cors-request-headers',
    environment: 'UNDERSTUDY_CORS_REQUEST_HEADERS',
    type: 'header names, separated by commas',
    default: tracingHeaders,
    explanation:
      'Request headers that pages of allowed origins may send beside those of the published clients; a `*` at the end stands for any rest. By default those that tracing and monitoring tools add to every request of a page.',
    parse: headerNames,
  }),
  builtInDirectory: option<boolean>({
    flag: 'built-in-directory',
    environment: 'UNDERSTUDY_BUILT_IN_DIRECTORY',
    type: 'true or false',
    default: true,
    explanation:
      'Whether people may have passwords and sign in with them, beside identity providers. The form is shown once somebody was invited.',
    parse: flag,
  }),
  dynamicClientRegistration: option<boolean>({
    flag: 'dynamic-client-registration',
    environment: 'UNDERSTUDY_DYNAMIC_CLIENT_REGISTRATION',
    type: 'true or false',
    default: false,
    explanation:
      'Whether tenants may let anybody register a client at `/oauth/register` (RFC 7591). Each tenant stays closed until an administrator switches it on, and each client until one approves it.',
    parse: flag,
  }),
  accessTokenLifetime: option<number>({
    flag: 'access-token-lifetime',
    environment: 'UNDERSTUDY_ACCESS_TOKEN_LIFETIME',
    type: 'seconds',
    default: 21_600,
    explanation: 'How long an access token is valid.',
    parse: wholeNumber(60, longestAccessTokenLifetime),
  }),
  refreshTokenLifetime: option<number>({
    flag: 'refresh-token-lifetime',
    environment: 'UNDERSTUDY_REFRESH_TOKEN_LIFETIME',
    type: 'seconds',
    default: 2_592_000,
    explanation: 'How long a refresh token waits to be used. Each use is answered with a new one.',
    parse: wholeNumber(60, 31_536_000),
  }),
  refreshRepeatLeeway: option<number>({
    flag: 'refresh-repeat-leeway',
    environment: 'UNDERSTUDY_REFRESH_REPEAT_LEEWAY',
    type: 'seconds',
    default: 0,
    explanation:
      'For how long after its first use a refresh token of a confidential client may come again. With 0, a second use always ends the grant. 10 suits `@qlik/api` in Node, which sends the same one several times when several of its calls find the token expired. Public clients never may.',
    parse: wholeNumber(0, 60),
  }),
  refreshFamilyLifetime: option<number>({
    flag: 'refresh-family-lifetime',
    environment: 'UNDERSTUDY_REFRESH_FAMILY_LIFETIME',
    type: 'seconds',
    default: 7_776_000,
    explanation: 'How long after a sign-in its refresh tokens can be used at all, however often they are renewed.',
    parse: wholeNumber(60, 31_536_000),
  }),
  wrongCredentialLimit: option<number>({
    flag: 'wrong-credential-limit',
    environment: 'UNDERSTUDY_WRONG_CREDENTIAL_LIMIT',
    type: 'number',
    default: 50,
    explanation:
      'How many wrong secrets, assertions, codes and refresh tokens of one client from one network address are answered as such within an hour; of all clients from one address ten times as many. Further ones are answered with 429 and `Retry-After`, right ones always as such. 0 for no limit.',
    parse: wholeNumber(0, 1_000_000),
  }),
  keyRotationInterval: option<number>({
    flag: 'key-rotation-interval',
    environment: 'UNDERSTUDY_KEY_ROTATION_INTERVAL',
    type: 'days',
    default: 90,
    explanation:
      'How long a signing key signs before the next one, published all the time, takes its place. 0 leaves that to `understudy keys rotate`.',
    parse: wholeNumber(0, 3650),
  }),
  exchangeTokenLifetime: option<number>({
    flag: 'exchange-token-lifetime',
    environment: 'UNDERSTUDY_EXCHANGE_TOKEN_LIFETIME',
    type: 'seconds',
    default: 30,
    explanation: 'How long the single-use result of a token exchange waits to be used.',
    parse: wholeNumber(5, 300),
  }),
  qixSessionTimeToLive: option<number>({
    flag: 'qix-session-time-to-live',
    environment: 'UNDERSTUDY_QIX_SESSION_TIME_TO_LIVE',
    type: 'seconds',
    default: 300,
    explanation:
      'How long selections and session objects wait after the last WebSocket of a session was lost. A client that asks for a time in the address (`/ttl/<seconds>`) gets it up to this one.',
    parse: wholeNumber(0, 86_400),
  }),
  qixKeptSessionTime: option<number>({
    flag: 'qix-kept-session-time',
    environment: 'UNDERSTUDY_QIX_KEPT_SESSION_TIME',
    type: 'seconds',
    default: 1800,
    explanation:
      'How long after its last use a session is in the store, from where it is opened again when this process ended, or the client came to another node; 0 stores none. See `docs/qix.md`.',
    parse: wholeNumber(0, 86_400),
  }),
  qixIdleTimeout: option<number>({
    flag: 'qix-idle-timeout',
    environment: 'UNDERSTUDY_QIX_IDLE_TIMEOUT',
    type: 'seconds',
    default: 0,
    explanation:
      'Time without a request after which a WebSocket is closed with code 4001. 0 never does, so that wall displays go on.',
    parse: wholeNumber(0, 86_400),
  }),
  engineProcesses: option<number | undefined>({
    flag: 'engine-processes',
    environment: 'UNDERSTUDY_ENGINE_PROCESSES',
    type: 'number',
    default: undefined,
    explanation:
      'Processes beside the server that do the work of the engine, so that no page is felt by token requests. Unset: one less than the machine has cores, at most 8 and at most one for each GB of memory, at least 1. 0: all is done in one process. See `docs/engine-processes.md`.',
    parse: wholeNumber(0, 64),
  }),
  enginePatience: option<number>({
    flag: 'engine-patience',
    environment: 'UNDERSTUDY_ENGINE_PATIENCE',
    type: 'seconds',
    default: 10,
    explanation: 'Time without a sign of life after which an engine process is ended and replaced.',
    parse: wholeNumber(1, 3600),
  }),
  qixReadingTime: option<number>({
    flag: 'qix-reading-time',
    environment: 'UNDERSTUDY_QIX_READING_TIME',
    type: 'seconds',
    default: 120,
    explanation:
      'How long a client may take nothing of what is sent to it before its WebSocket is cut: what it does not read is held in memory.',
    parse: wholeNumber(1, 3600),
  }),
  qixPingInterval: option<number>({
    flag: 'qix-ping-interval',
    environment: 'UNDERSTUDY_QIX_PING_INTERVAL',
    type: 'seconds',
    default: 10,
    explanation:
      'How often an open WebSocket is pinged, so that proxies do not take it for idle. One that answers nothing for three times as long is cut. 0: no pings.',
    parse: wholeNumber(0, 3600),
  }),
  qixMessagesPerSecond: option<number>({
    flag: 'qix-messages-per-second',
    environment: 'UNDERSTUDY_QIX_MESSAGES_PER_SECOND',
    type: 'number',
    default: 100,
    explanation:
      'Requests that one WebSocket may send per second, averaged over 20 seconds; it is closed with code 4205 beyond.',
    parse: wholeNumber(1, 10_000),
  }),
  qixSessionsPerUser: option<number>({
    flag: 'qix-sessions-per-user',
    environment: 'UNDERSTUDY_QIX_SESSIONS_PER_USER',
    type: 'number',
    default: 50,
    explanation:
      'Engine sessions (apps times identities) that one user may have at once. A session that waits for a lost WebSocket makes room for a new one; without any, the new one is closed with code 4005.',
    parse: wholeNumber(1, 10_000),
  }),
  qixVisitorSessions: option<number>({
    flag: 'qix-visitor-sessions',
    environment: 'UNDERSTUDY_QIX_VISITOR_SESSIONS',
    type: 'number',
    default: 500,
    explanation:
      'Engine sessions that all visitors of one app (those with an access code, without an account) may have at once on a node. The one that waits for a lost WebSocket makes room; without any, the new one is closed with code 4005.',
    parse: wholeNumber(1, 100_000),
  }),
  qixSessionObjects: option<number>({
    flag: 'qix-session-objects',
    environment: 'UNDERSTUDY_QIX_SESSION_OBJECTS',
    type: 'number',
    default: 2000,
    explanation: 'Session objects that one engine session may hold.',
    parse: wholeNumber(10, 100_000),
  }),
  embedAssetsDir: option<string | undefined>({
    flag: 'embed-assets-dir',
    environment: 'UNDERSTUDY_EMBED_ASSETS_DIR',
    type: 'path',
    default: undefined,
    explanation: 'Folder of the built browser runtime. Unset: that of the embed package.',
    parse: text,
  }),
  uploadSize: option<number>({
    flag: 'upload-size',
    environment: 'UNDERSTUDY_UPLOAD_SIZE',
    type: 'MiB',
    default: 500,
    explanation:
      'Largest file that the REST API takes: archives of apps, data files, temporary contents. An archive may unpack to four times as much.',
    parse: wholeNumber(1, 100_000),
  }),
  exportSize: option<number>({
    flag: 'export-size',
    environment: 'UNDERSTUDY_EXPORT_SIZE',
    type: 'MiB',
    default: 500,
    explanation: 'Largest file that data of an object is exported to. See `docs/export.md`.',
    parse: wholeNumber(1, 100_000),
  }),
  userQuota: option<number>({
    flag: 'user-quota',
    environment: 'UNDERSTUDY_USER_QUOTA',
    type: 'MiB',
    default: 5000,
    explanation:
      'What the data files of one user may have together, as much again their temporary contents, and the data that a reload makes of an app which a user made.',
    parse: wholeNumber(1, 10_000_000),
  }),
  reloadTimeLimit: option<number>({
    flag: 'reload-time-limit',
    environment: 'UNDERSTUDY_RELOAD_TIME_LIMIT',
    type: 'seconds',
    default: 3600,
    explanation: 'How long a reload may take before it is stopped.',
    parse: wholeNumber(1, 86_400),
  }),
  deafTime: option<number>({
    flag: 'deaf-time',
    environment: 'UNDERSTUDY_DEAF_TIME',
    type: 'seconds',
    default: 60,
    explanation:
      'How long a node with PostgreSQL serves open sockets while it cannot hear what other nodes revoke. After that it closes them; clients come back by themselves when the database does.',
    parse: wholeNumber(5, 86_400),
  }),
  queryLog: option<number>({
    flag: 'query-log',
    environment: 'UNDERSTUDY_QUERY_LOG',
    type: 'percent',
    default: 0,
    explanation:
      'How many of the calls that read data are recorded: who asked, in whose name, what, and what it took. 100 for all, 0 for none. See `docs/operating.md`.',
    parse: wholeNumber(0, 100),
  }),
  queryLogDays: option<number>({
    flag: 'query-log-days',
    environment: 'UNDERSTUDY_QUERY_LOG_DAYS',
    type: 'days',
    default: 30,
    explanation: 'How long records of the query log are kept.',
    parse: wholeNumber(1, 3650),
  }),
  auditCheckpointFile: option<string | undefined>({
    flag: 'audit-checkpoint-file',
    environment: 'UNDERSTUDY_AUDIT_CHECKPOINT_FILE',
    type: 'path',
    default: undefined,
    explanation:
      'Where the server writes, every ten seconds, how far the audit journal is. Put it where whoever can write the store cannot: `understudy audit verify --checkpoint` then notices newest records that were cut off.',
    parse: text,
  }),
  logLevel: option<(typeof logLevels)[number]>({
    flag: 'log-level',
    environment: 'UNDERSTUDY_LOG_LEVEL',
    type: logLevels.join(', '),
    default: 'info',
    explanation: 'What is written to standard error, as JSON lines. Tokens, secrets and passwords never are.',
    parse: logLevel,
  }),
} as const

/** The value of every option. */
export type Config = { readonly [Name in keyof typeof options]: (typeof options)[Name]['default'] }

/** The configuration when nothing is said. */
export const defaultConfig: Config = Object.fromEntries(
  Object.entries(options).map(([name, entry]) => [name, entry.default]),
) as Config
