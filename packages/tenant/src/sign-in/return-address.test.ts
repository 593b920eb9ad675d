import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tenant } from '../tenants/tenant.js'
import { returnAddress } from './return-address.js'

const tenant: Tenant = {
  id: 't',
  name: 'T',
  origin: 'https://analytics.example',
  hostnames: [],
  kind: 'customer',
  status: 'active',
}
const integrationOrigins = ['https://portal.example', 'http://localhost:3000']

const outcome = (returnto: string, origins?: readonly string[]): string => {
  try {
    return returnAddress(tenant, { returnto, integrationOrigins: origins })
  } catch (error) {
    return (error as { code: string }).code
  }
}

test.each([
  ['/oauth/authorize?scope=a%20b&state=x#y', '/oauth/authorize?scope=a%20b&state=x#y'],
  ['https://analytics.example/sense/app/1', '/sense/app/1'],
  ['', '/account'],
])('%s leads to %s', (wanted, expected) => {
  expect(outcome(wanted)).toBe(expected)
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/..//evil.example',
  'https://evil.example/',
  'https://analytics.example.evil.example/',
  'https://analytics.example@evil.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  'path',
])('%j leads nowhere', (wanted) => {
  expect(outcome(wanted)).toBe('LOGIN-8')
})

test.each([
  ['https://portal.example/a?b#c', 'https://portal.example/a?b#c'],
  ['http://localhost:3000/', 'http://localhost:3000/'],
  ['/own', '/own'],
  ['https://portal.example:8443/', 'LOGIN-10'],
  ['http://portal.example/', 'LOGIN-10'],
  ['https://evil.example/', 'LOGIN-10'],
  ['//portal.example.evil.example/', 'LOGIN-10'],
  ['https://user@portal.example/', 'LOGIN-8'],
  ['javascript:alert(1)', 'LOGIN-8'],
])('%s of a web integration: %s', (wanted, expected) => {
  expect(outcome(wanted, integrationOrigins)).toBe(expected)
})

test('no text leads away from the tenant', () => {
  const part = fc.constantFrom('/', '\\', '.', '..', ':', '@', '?', '#', 'https:', 'evil.example', '\t', ' ', '%2f')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const address = outcome(parts.join(''))
      if (address === 'LOGIN-8') return
      expect(new URL(address, tenant.origin).origin).toBe(tenant.origin)
    }),
    { numRuns: 2000 },
  )
})
