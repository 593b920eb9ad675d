import { expect, it } from 'vitest'
import { runtimeAddress } from './runtime-address.js'

it.each([
  ['https://t.example/qlik-embed/main.js', 'https://t.example/qlik-embed/main.js'],
  ['https://t.example/main.js', 'https://t.example/qlik-embed/main.js'],
  ['https://cdn.example/own/main.js', 'https://cdn.example/own/main.js'],
])('main.js of %s is %s', (src, address) => {
  expect(runtimeAddress(src)).toBe(address)
})
