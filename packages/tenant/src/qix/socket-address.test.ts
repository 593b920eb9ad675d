import { expect, it } from 'vitest'
import { parseSocketAddress } from './socket-address.js'

it.each([
  ['/app/one/withoutData', { appId: 'one', identity: '', timeToLive: undefined }],
  ['/app/one/identity/two/ttl/3/withoutData?reloadUri=x', { appId: 'one', identity: 'two', timeToLive: 3 }],
  ['/app/one/ttl/3/withoutData/', { appId: 'one', identity: '', timeToLive: 3 }],
])('%s is an address of an app, which is opened with its data', (url, address) => {
  expect(parseSocketAddress(url)).toEqual({ ...address, accessToken: undefined })
})

it.each(['/app/one/withoutData/ttl/3', '/app/one/withoutdata', '/app/one/data'])('%s is none', (url) => {
  expect(parseSocketAddress(url)).toBeUndefined()
})
