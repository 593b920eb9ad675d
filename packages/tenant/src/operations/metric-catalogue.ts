/** One metric: what it counts, and by what. */
export interface MetricEntry {
  readonly kind: 'counter' | 'histogram' | 'gauge'
  readonly help: string
  /** What it is told apart by. Each has few values that the code decides, none that a caller makes up. */
  readonly labels: readonly string[]
}

/** Every metric of ours; beside them stand those of the process that `prom-client` collects. The documentation is rendered from it. */
export const metricCatalogue = {
  understudy_http_requests_total: {
    kind: 'counter',
    help: 'Answered HTTP requests; the route is the pattern of the path, never the path.',
    labels: ['method', 'route', 'status'],
  },
  understudy_http_request_seconds: {
    kind: 'histogram',
    help: 'Time from a request to the end of its answer.',
    labels: ['route'],
  },
  understudy_tokens_total: {
    kind: 'counter',
    help: 'Token requests by grant type and outcome: issued, or the code of the error.',
    labels: ['grant', 'outcome'],
  },
  understudy_token_seconds: {
    kind: 'histogram',
    help: 'Time from the body of a token request to its answer, refusals included.',
    labels: ['grant'],
  },
  understudy_qix_sockets: { kind: 'gauge', help: 'Open WebSockets.', labels: [] },
  understudy_qix_socket_closes_total: {
    kind: 'counter',
    help: 'Closed WebSockets by close code.',
    labels: ['code'],
  },
  understudy_qix_sessions: {
    kind: 'gauge',
    help: 'Engine sessions, those included that wait for a lost WebSocket.',
    labels: [],
  },
  understudy_kept_sessions_total: {
    kind: 'counter',
    help: 'What became of sessions in the store: written, failed (could not be written; tried again), read (for a client that came back), or unreadable.',
    labels: ['outcome'],
  },
  understudy_qix_calls_total: {
    kind: 'counter',
    help: 'Answered QIX calls by method and outcome: ok, refused (an error that tells the client what to change), or failed.',
    labels: ['method', 'outcome'],
  },
  understudy_qix_call_seconds: {
    kind: 'histogram',
    help: 'Time from a QIX call to its answer.',
    labels: ['method'],
  },
  understudy_query_log_total: {
    kind: 'counter',
    help: 'Calls for the query log: written, or lost, as too many waited for the store.',
    labels: ['outcome'],
  },
  understudy_audit_lost_chains: {
    kind: 'gauge',
    help: 'Chains of the audit journal that lack records which the checkpoint in `--audit-checkpoint-file` vouches for. Anything but 0 means that the store was tampered with, or an older copy of it restored.',
    labels: [],
  },
  understudy_log_lines_lost_total: {
    kind: 'counter',
    help: 'Lines of the log that were lost, as 32 MiB of them wait for whoever reads it.',
    labels: [],
  },
  understudy_engine_process_memory_bytes: {
    kind: 'gauge',
    help: 'Resident memory of each engine process as it last told; 0 while none has told. None with `--engine-processes 0`.',
    labels: ['process'],
  },
  understudy_engine_process_sessions: {
    kind: 'gauge',
    help: 'Engine sessions that live in each engine process.',
    labels: ['process'],
  },
  understudy_engine_process_ends_total: {
    kind: 'counter',
    help: 'Engine processes that ended unasked by reason: crashed, or stuck (no sign of life). Each was replaced.',
    labels: ['reason'],
  },
  understudy_exports_total: {
    kind: 'counter',
    help: 'Ended exports of data by type of file and outcome: written, failed (given up or refused at the end), or refused.',
    labels: ['type', 'outcome'],
  },
  understudy_export_downloads_total: {
    kind: 'counter',
    help: 'Requests for exported files by outcome: sent, or refused.',
    labels: ['outcome'],
  },
  understudy_reloads_total: {
    kind: 'counter',
    help: 'Ended reloads of this process by outcome: succeeded or failed.',
    labels: ['outcome'],
  },
  understudy_store_connections: {
    kind: 'gauge',
    help: 'Connections to a PostgreSQL store by state: open, idle, and requests that wait for one.',
    labels: ['state'],
  },
} as const satisfies Readonly<Record<string, MetricEntry>>

/** The metrics of one kind. */
export type MetricName<Kind extends MetricEntry['kind']> = {
  [Name in keyof typeof metricCatalogue]: (typeof metricCatalogue)[Name]['kind'] extends Kind ? Name : never
}[keyof typeof metricCatalogue]
