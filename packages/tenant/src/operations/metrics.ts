import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type MetricName, metricCatalogue } from './metric-catalogue.js'

/** What a process counts of itself, for whoever operates it. */
export interface Metrics {
  /** Adds one to a counter. */
  readonly count: (name: MetricName<'counter'>, labels: Labels) => void
  /** Adds a duration to a histogram. */
  readonly observe: (name: MetricName<'histogram'>, labels: Labels, seconds: number) => void
  /** Tells how a gauge is read when somebody asks. */
  readonly read: (name: MetricName<'gauge'>, value: () => readonly Reading[]) => void
  /** All of it in the text format of Prometheus. */
  readonly text: () => Promise<string>
  readonly contentType: string
}

type Labels = Readonly<Record<string, string>>

/** The value of a gauge, where it has labels that of one. */
export interface Reading {
  readonly labels?: Labels
  readonly value: number
}

/** Makes the metrics of a process, with those of Node beside: event loop, memory, descriptors. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counters = new Map<string, Counter>()
  const histograms = new Map<string, Histogram>()
  const gauges = new Map<string, () => readonly Reading[]>()
  for (const [name, { kind, help, labels }] of Object.entries(metricCatalogue)) {
    const settings = { name, help, labelNames: [...labels], registers: [registry] }
    if (kind === 'counter') counters.set(name, new Counter(settings))
    else if (kind === 'histogram') histograms.set(name, new Histogram({ ...settings, buckets: [...durations] }))
    else
      new Gauge({
        ...settings,
        collect() {
          for (const { labels: at, value } of gauges.get(name)?.() ?? []) this.set({ ...at }, value)
        },
      })
  }
  return {
    count: (name, labels) => counters.get(name)?.inc(labels),
    observe: (name, labels, seconds) => histograms.get(name)?.observe(labels, seconds),
    read: (name, value) => gauges.set(name, value),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Seconds: from what memory answers to what people give up on. */
const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
