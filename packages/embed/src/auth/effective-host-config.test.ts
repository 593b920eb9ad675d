import { expect, test } from 'vitest'
import { effectiveHostConfig, originalHostConfig } from './effective-host-config.js'
import { forgetHost, rememberHost } from './registered-hosts.js'

const one = async () => 'token of user 1'
const two = async () => 'token of user 2'
const host = 'https://tenant.example'
const config = { host, clientId: 'c', getAccessToken: one }

test('a second user of the page is told apart, whatever @qlik/api compares', () => {
  const first = effectiveHostConfig(config)
  const second = effectiveHostConfig({ ...config, getAccessToken: two })
  expect(first).not.toHaveProperty('subject')
  expect(second).toHaveProperty('subject', 'supplier-1')
  expect(effectiveHostConfig({ ...config, getAccessToken: two })).toEqual(second)
})

test('one user of another tenant is not', () => {
  expect(effectiveHostConfig({ ...config, host: 'other.example' })).toMatchObject({ host: 'https://other.example' })
  expect(effectiveHostConfig({ ...config, host: 'other.example' })).not.toHaveProperty('subject')
})

test('the authentication type is written as @qlik/api compares it', () => {
  expect(effectiveHostConfig({ ...config, authType: 'Oauth2' as 'oauth2' })).toHaveProperty('authType', 'oauth2')
})

test('events carry what the page wrote', () => {
  expect(originalHostConfig(effectiveHostConfig(config))).toBe(config)
})

test('references and the default are looked up', () => {
  rememberHost(config, 'main')
  expect(effectiveHostConfig({ reference: 'main' })).toMatchObject({ host, clientId: 'c' })
  forgetHost('main')
  expect(() => effectiveHostConfig({ reference: 'main' })).toThrow(/EMBED-HOST-CONFIG.*main/)
  rememberHost(config)
  expect(effectiveHostConfig({})).toMatchObject({ host })
})

test('other ways to authenticate are left alone', () => {
  const apiKey = { authType: 'apikey' as const, host, apiKey: 'k' }
  expect(effectiveHostConfig(apiKey)).toBe(apiKey)
})

test('what is missing is named', () => {
  expect(() => effectiveHostConfig({ host, getAccessToken: one } as never)).toThrow(/client-id/)
  expect(() => effectiveHostConfig({ ...config, host: 'http://' })).toThrow(/EMBED-HOST-CONFIG/)
})

test('an access code supplies tokens, one visitor for all embeds of it', () => {
  const visitor = { host, clientId: 'c', accessCode: 'code' }
  const first = effectiveHostConfig({ ...visitor, authType: 'Anonymous' as 'anonymous' })
  expect(first).toMatchObject({ authType: 'oauth2', getAccessToken: expect.any(Function) })
  expect(first).not.toHaveProperty('accessCode')
  expect(effectiveHostConfig(visitor)).toEqual(first)
  expect(effectiveHostConfig({ ...visitor, accessCode: 'other' })).not.toEqual(first)
  expect(() => effectiveHostConfig({ host, clientId: 'c', authType: 'anonymous' } as never)).toThrow(/access-code/)
})
