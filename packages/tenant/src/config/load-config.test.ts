import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from './load-config.js'
import { defaultConfig, options } from './options.js'
import { renderOptionsHelp, renderOptionsPage } from './render-options.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (content: string): string => {
  const path = join(folder, 'config.json')
  writeFileSync(path, content)
  return path
}

describe('the configuration', () => {
  it('is the defaults when nothing is said', () => {
    expect(loadConfig({}, {})).toEqual(defaultConfig)
    expect(defaultConfig).toMatchObject({
      host: '127.0.0.1',
      port: 4802,
      accessTokenLifetime: 21_600,
      trustProxy: false,
    })
  })

  it('takes a flag before the environment, that before the file, and that before the default', () => {
    const config = file('{"port": 1, "host": "file", "log-level": "warn"}')
    const loaded = loadConfig({ config, port: '3' }, { UNDERSTUDY_PORT: '2', UNDERSTUDY_HOST: 'environment' })
    expect(loaded).toMatchObject({ port: 3, host: 'environment', logLevel: 'warn', dataDir: '.understudy' })
  })

  it('reads every kind of value', () => {
    const texts = { 'trust-proxy': 'true', 'public-origin': 'https://a.example:8443', 'access-token-lifetime': '60' }
    expect(loadConfig(texts, {})).toMatchObject({
      trustProxy: true,
      publicOrigin: 'https://a.example:8443',
      accessTokenLifetime: 60,
    })
  })

  it('reads connections by name', () => {
    const text = ' erp=postgresql://reader:p%20w@db/erp  shop-eu=mysql://r@db/shop?a=b '
    expect(loadConfig({}, { UNDERSTUDY_CONNECTIONS: text }).connections).toEqual(
      new Map([
        ['erp', 'postgresql://reader:p%20w@db/erp'],
        ['shop-eu', 'mysql://r@db/shop?a=b'],
      ]),
    )
  })

  it.each(['secret', 'erp=secret', 'ERP=mysql://secret', 'erp=http://secret@db'])(
    'repeats nothing of connections that it refuses: %s',
    (text) => {
      const load = () => loadConfig({}, { UNDERSTUDY_CONNECTIONS: text })
      expect(load).toThrow(expect.objectContaining({ code: 'CONFIG-INVALID' }))
      expect(load).not.toThrow(/secret/)
    },
  )

  it.each([
    ['port', '70000'],
    ['port', 'eighty'],
    ['port', '-1'],
    ['port', '1.5'],
    ['host', ''],
    ['trust-proxy', 'yes'],
    ['public-origin', 'https://a.example/'],
    ['public-origin', 'a.example'],
    ['access-token-lifetime', '0'],
    ['log-level', 'loud'],
  ])('refuses --%s %j, naming the option', (flag, text) => {
    const load = () => loadConfig({ [flag]: text }, {})
    expect(load).toThrow(
      expect.objectContaining({ code: 'CONFIG-INVALID', detail: expect.stringContaining(`--${flag}`) }),
    )
  })

  it('refuses a file that is missing, no JSON, no object, or has an unknown option', () => {
    for (const config of [join(folder, 'missing.json'), file('{')]) {
      expect(() => loadConfig({ config }, {})).toThrow(expect.objectContaining({ code: 'CONFIG-INVALID' }))
    }
    expect(() => loadConfig({ config: file('{"prot": 1}') }, {})).toThrow(/"prot"\. Did you mean "port"\?/)
    for (const content of ['[]', '"text"', '{"prot": 1}']) {
      expect(() => loadConfig({ config: file(content) }, {})).toThrow(
        expect.objectContaining({ code: 'CONFIG-INVALID' }),
      )
    }
  })
})

describe('the option table', () => {
  it('is rendered whole, for the documentation and for the terminal', () => {
    for (const text of [renderOptionsPage(), renderOptionsHelp()]) {
      for (const option of Object.values(options)) {
        expect(text).toContain(`--${option.flag}`)
        expect(text).toContain(option.environment)
      }
    }
  })

  it('has no default secret', () => {
    const defaults = Object.entries(defaultConfig).filter(([name]) => /(key|secret|password)(file)?$/i.test(name))
    expect(defaults.map(([, value]) => value)).toEqual(defaults.map(() => undefined))
  })
})
