import { expect, it } from 'vitest'
import { toCookieHost } from './cookie-host.js'

it.each([
  [
    { authType: 'cookie', host: 'tenant.example' },
    { origin: 'https://tenant.example', webIntegrationId: undefined },
  ],
  [
    { authType: 'Cookie', host: 'http://localhost:1' },
    { origin: 'http://localhost:1', webIntegrationId: undefined },
  ],
  [
    { webIntegrationId: 'w', host: 'tenant.example' },
    { origin: 'https://tenant.example', webIntegrationId: 'w' },
  ],
  [{ webIntegrationId: 'w', clientId: 'c', host: 'tenant.example' }, undefined],
  [{ authType: 'oauth2', webIntegrationId: 'w', host: 'tenant.example' }, undefined],
  [{ host: 'tenant.example' }, undefined],
] as const)('%j is read as %j', (hostConfig, expected) => {
  expect(toCookieHost(hostConfig as never)).toEqual(expected)
})
