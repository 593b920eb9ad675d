import { expect, it } from 'vitest'
import { type Config, defaultConfig } from '../../config/options.js'
import { reportLines, unsafeSettings } from './serve-report.js'

const config = (changes: Partial<Config>): Config => ({ ...defaultConfig, dataDir: '/data', ...changes })
const https = ['https://analytics.example.com']

it('says what it is, and nothing secret', () => {
  const served = { url: 'http://127.0.0.1:4802', operationsUrl: undefined, origins: https, version: '1.2.3' }
  expect(reportLines(config({}), served)).toEqual([
    'Understudy serves https://analytics.example.com',
    '  version 1.2.3, listens on http://127.0.0.1:4802, store /data/tenant.db',
  ])
  const store = 'postgres://understudy:hidden@db.internal:5432/tenant?sslmode=verify-full'
  const lines = reportLines(config({ store }), { ...served, operationsUrl: 'http://127.0.0.1:4803' })
  expect(lines.slice(1)).toEqual([
    '  version 1.2.3, listens on http://127.0.0.1:4802, store postgres://db.internal:5432/tenant',
    '  probes and metrics on http://127.0.0.1:4803',
  ])
})

it('warns of nothing on a laptop, and behind a proxy on the same machine', () => {
  for (const origin of ['http://localhost:4802', 'http://portal.localhost:4802', 'http://[::1]:4802'])
    expect(unsafeSettings(config({ operationsPort: 4803 }), [origin])).toEqual([])
  expect(unsafeSettings(config({ trustProxy: true, host: '::1' }), https)).toEqual([])
})

it.each<[string, Partial<Config>, readonly string[], RegExp]>([
  ['a public origin without TLS', {}, ['http://analytics.example.com'], /unencrypted to http:\/\/analytics/],
  ['listening for all without a proxy', { host: '0.0.0.0' }, https, /without TLS/],
  ['a proxy that can be passed by', { host: '0.0.0.0', trustProxy: true }, https, /past the proxy/],
  ['metrics for all', { operationsPort: 4803, operationsHost: '10.0.0.7' }, https, /Metrics are readable/],
  [
    'a database across the network',
    { store: 'postgresql://u:p@db.internal/t' },
    https,
    /on db\.internal is not encrypted/,
  ],
  [
    'an encryption that is not demanded',
    { store: 'postgres://db.internal/t?sslmode=prefer' },
    https,
    /sslmode=verify-full/,
  ],
])('warns of %s', (_name, changes, origins, expected) => {
  expect(unsafeSettings(config(changes), origins)).toEqual([expect.stringMatching(expected)])
})
