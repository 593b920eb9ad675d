/**
 * Request headers that tools for tracing and monitoring add to every `fetch` of a page: W3C Trace Context and Baggage,
 * and those of the tools of this field. A browser sends none of a page's requests where one of its headers is not
 * allowed. Nothing of ours reads them but the trace context.
 */
export const tracingHeaders: readonly string[] = [
  'traceparent',
  'tracestate',
  'baggage',
  'b3',
  'x-b3-*',
  'sentry-trace',
  'x-datadog-*',
  'newrelic',
  'x-newrelic-*',
  'request-id',
  'request-context',
  'x-request-id',
  'x-correlation-id',
  'x-requested-with',
  'elastic-apm-traceparent',
  'uber-trace-id',
  'x-amzn-trace-id',
  'x-cloud-trace-context',
  'x-instana-*',
  'x-dynatrace*',
  'x-dtpc',
  'x-honeycomb-trace',
]
