import { expect, test } from 'vitest'
import reference from '../../../../docs/embedding-reference.md?raw'
import { attributeWarnings, isRelevant, unsupportedAttributes } from './attributes.js'

const ui = 'analytics/chart'

test('what asks for looks, or is the page’s business, is not mentioned', () => {
  const quiet = {
    preview: 'true',
    appearance: 'qlik-dark',
    class: 'x',
    dataTest: '1',
    onClick: 'f',
    'ng-if': 'x',
    _ng: '',
  }
  expect(attributeWarnings({ ui, appId: 'a', objectId: 'o', context___json: '{}', ...quiet })).toEqual([])
})

test('what asks for a function that is missing is named as it is written', () => {
  expect(attributeWarnings({ ui, overrideProperties___json: '{}', bookmarkId: undefined, stateName: 'S' })).toEqual([
    expect.stringContaining('override-properties has no effect'),
    expect.stringContaining('state-name has no effect'),
  ])
})

test('an attribute that nobody knows is named', () => {
  expect(attributeWarnings({ ui, objectid: 'o' })).toEqual([expect.stringMatching(/objectid is no attribute/)])
})

test('only what may change what is shown is relevant', () => {
  expect(['objectId', 'hostConfig', 'objectid', 'dimensions:json'].every(isRelevant)).toBe(true)
  expect(['class', 'dataTest', 'preview', 'overrideProperties___json'].some(isRelevant)).toBe(false)
})

test('the reference names every attribute without function', () => {
  for (const name of unsupportedAttributes) expect(reference).toContain(`\`${name}\``)
})
