import { expect, test } from 'vitest'
import { effectOf } from './effect-of-props.js'

const props = { ui: 'analytics/chart', objectId: 'a', hostConfig: { host: 'h', getAccessToken: 'f' } }

test('what does not concern the chart is no change', () => {
  for (const change of [
    { class: 'wide' },
    { style: 'x' },
    { exposeRefApi: () => undefined },
    { dataTest: '1' },
    { ariaLabel: 'x' },
  ]) {
    expect(effectOf({ ...props, ...change })).toBe(effectOf(props))
  }
  expect(effectOf({ hostConfig: props.hostConfig, objectId: 'a', ui: 'analytics/chart' })).toBe(effectOf(props))
})

test('what concerns the chart is a change', () => {
  const changes = [
    { objectId: 'b' },
    { theme: 'dark' },
    { data: '{}' },
    { hostConfig: { ...props.hostConfig, host: 'i' } },
  ]
  for (const change of changes) expect(effectOf({ ...props, ...change })).not.toBe(effectOf(props))
})

test('functions are told apart by identity', () => {
  const one = async () => 'token'
  const two = async () => 'token'
  const using = (getAccessToken: unknown) => effectOf({ ...props, hostConfig: { getAccessToken } })
  expect(using(one)).toBe(using(one))
  expect(using(one)).not.toBe(using(two))
})
