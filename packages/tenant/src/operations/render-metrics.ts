import { type MetricEntry, metricCatalogue } from './metric-catalogue.js'

/** The metrics as a Markdown page. */
export const renderMetricsPage = (): string =>
  [
    '# Metrics',
    '',
    '`/metrics` of [`--operations-port`](options.md) answers in the text format of Prometheus. Beside the metrics below stand those of the',
    'process that [`prom-client`](https://github.com/siimon/prom-client) collects: `nodejs_eventloop_lag_*`, `process_resident_memory_bytes`,',
    '`process_cpu_seconds_total`, `process_open_fds` and others. Each belongs to one process: add them up over the nodes.',
    '',
    '[A dashboard for Grafana](../deploy/grafana-dashboard.json) and [alert rules for Prometheus](../deploy/prometheus-alerts.yml) read them; the',
    'rules expect the job to be called `understudy`.',
    '',
    '| metric | kind | labels | what it tells |',
    '|---|---|---|---|',
    ...Object.entries<MetricEntry>(metricCatalogue).map(
      ([name, { kind, labels, help }]) => `| \`${name}\` | ${kind} | ${labels.join(', ')} | ${help} |`,
    ),
    '',
  ].join('\n')
