import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { metricCatalogue } from './metric-catalogue.js'
import { createMetrics } from './metrics.js'

const read = (name: string): string => readFileSync(new URL(`../../../../deploy/${name}`, import.meta.url), 'utf8')

/** The metrics and labels that the files name, as a server tells them. */
const named = (text: string) => ({
  metrics: [...new Set(text.match(/\b(understudy|nodejs|process)_\w+/g))].map((name) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  ),
  labels: [...text.matchAll(/(understudy_\w+?)(?:_bucket)?\{(\w+)(?:=|!=|=~)/g)].map(([, metric, label]) => ({
    metric,
    label,
  })),
})

it.each(['grafana-dashboard.json', 'prometheus-alerts.yml'])('%s asks for metrics that there are', async (file) => {
  const { metrics, labels } = named(read(file))
  expect(metrics.length).toBeGreaterThan(5)
  const told = await createMetrics().text()
  for (const metric of metrics) expect(told).toContain(`# TYPE ${metric} `)
  for (const { metric, label } of labels)
    expect(Object.entries(metricCatalogue).find(([name]) => name === metric)?.[1].labels).toContain(label)
})

it('the dashboard is one that Grafana reads, with a panel for each of our metrics', () => {
  const { panels } = JSON.parse(read('grafana-dashboard.json'))
  const text = JSON.stringify(panels)
  const shown = Object.keys(metricCatalogue).filter((name) => text.includes(name))
  const byRoute = ['understudy_http_request_seconds', 'understudy_engine_process_sessions']
  expect(Object.keys(metricCatalogue).filter((name) => !shown.includes(name))).toEqual(byRoute)
  for (const { type, targets } of panels) expect([type, targets[0].refId]).toEqual(['timeseries', 'A'])
})
