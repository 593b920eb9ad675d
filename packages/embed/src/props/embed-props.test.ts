import { describe, expect, test } from 'vitest'
import { parseEmbedProps } from './embed-props.js'

const app = { appId: 'app' }
const failureOf = (props: object): unknown => {
  try {
    return parseEmbedProps(props as Record<string, unknown>)
  } catch (error) {
    return (error as { failure: object }).failure
  }
}

test('a chart of the app', () => {
  expect(parseEmbedProps({ ui: 'analytics/chart', ...app, objectId: 'o', class: 'x' })).toEqual({
    ui: 'analytics/chart',
    appId: 'app',
    context: {},
    objectId: 'o',
  })
})

test('a chart on the fly, from lenient JSON or from values', () => {
  const chart = { type: 'barchart', dimensions: ['[A]'], measures: ['=Sum(b)'], properties: { title: 'T' } }
  const text = { dimensions: "['[A]']", measures: '["=Sum(b)",]', properties: "{title: 'T'}" }
  const ui = 'analytics/chart'
  expect(parseEmbedProps({ ui, ...app, type: 'barchart', ...text })).toMatchObject({ chart })
  expect(parseEmbedProps({ ui, ...app, ...chart })).toMatchObject({ chart })
  expect(parseEmbedProps({ ui, ...app, type: 'kpi', dimensions: {} })).toMatchObject({ chart: { dimensions: [] } })
})

test('typed attributes of both notations', () => {
  const props = { ui: 'analytics/sheet', ...app, 'context:json': '{interactions: {select: false}}' }
  expect(parseEmbedProps({ ...props, sheetId: 's' }).context).toEqual({ interactions: { select: false } })
  const underscored = { ui: 'analytics/sheet', ...app, context___json: '{"keyboardNavigation":true}', sheetId: 's' }
  expect(parseEmbedProps(underscored).context).toEqual({ keyboardNavigation: true })
})

test('theme and language are context, which the context attribute overrides', () => {
  const props = { ui: 'analytics/selections', ...app, theme: 'dark', language: 'sv-SE', context: { theme: 'light' } }
  expect(parseEmbedProps(props).context).toEqual({ theme: 'light', language: 'sv-SE' })
})

test.each([
  [{ ui: 'selections' }, { ui: 'analytics/selections' }],
  [
    { ui: 'object', objectId: 'o' },
    { ui: 'analytics/chart', objectId: 'o' },
  ],
  [
    { ui: 'analytics/sheet', objectId: 's' },
    { ui: 'analytics/sheet', sheetId: 's' },
  ],
  [
    { ui: 'classic/chart', objectId: 'o' },
    { ui: 'analytics/chart', objectId: 'o' },
  ],
  [
    { ui: 'classic/chart', objectId: 'o', iframe: 'true' },
    { ui: 'classic/chart', objectId: 'o' },
  ],
  [
    { ui: 'classic/chart', objectId: 'o', iframe: 'false' },
    { ui: 'analytics/chart', objectId: 'o' },
  ],
  [{ ui: 'analytics/chart', objectId: 'o', disableCellPadding: 'true' }, { context: { disableCellPadding: true } }],
  [{ ui: 'analytics/field', fieldId: 'City' }, { field: 'City' }],
  [{ ui: 'analytics/field', libraryId: 'l', type: 'dimension' }, { field: { libraryId: 'l' } }],
  [
    { ui: 'classic/app', sheet: 's' },
    { ui: 'classic/app', sheetId: 's' },
  ],
])('%j is understood', (props, expected) => {
  expect(parseEmbedProps({ ...app, ...props })).toMatchObject(expected)
})

describe('refused, naming the attribute', () => {
  test.each([
    [{ ...app }, 'EMBED-UI', /missing/],
    [{ ui: 'analytics/fancy', ...app }, 'EMBED-UI', /analytics\/fancy/],
    [{ ui: 'constructor' }, 'EMBED-UI', /constructor/],
    [{ ui: 'ai/assistant', assistantId: 'a' }, 'EMBED-UI-UNAVAILABLE', /ai\/assistant/],
    [{ ui: 'ai/agentic-assistant', assistantId: 'a' }, 'EMBED-UI-UNAVAILABLE', /ai\/agentic-assistant/],
    [{ ui: 'insights/feed-cards' }, 'EMBED-UI-UNAVAILABLE', /feed-cards/],
    [{ ui: 'ai/newer' }, 'EMBED-UI', /ai\/newer/],
    [{ ui: 'analytics/chart', objectId: 'o' }, 'EMBED-ATTRIBUTE', /app-id/],
    [{ ui: 'analytics/chart', ...app }, 'EMBED-ATTRIBUTE', /object-id or type/],
    [{ ui: 'analytics/chart', ...app, objectId: 'o', type: 'kpi' }, 'EMBED-ATTRIBUTE', /exclude/],
    [{ ui: 'analytics/chart', ...app, type: 'kpi', measures: '=Sum(' }, 'EMBED-ATTRIBUTE', /measures/],
    [{ ui: 'analytics/chart', ...app, type: 'kpi', measures: '5' }, 'EMBED-ATTRIBUTE', /measures/],
    [{ ui: 'analytics/chart', ...app, type: 'kpi', properties: '[]' }, 'EMBED-ATTRIBUTE', /properties/],
    [{ ui: 'analytics/sheet', ...app }, 'EMBED-ATTRIBUTE', /sheet-id/],
    [{ ui: 'analytics/field', ...app }, 'EMBED-ATTRIBUTE', /field-id/],
    [{ ui: 'analytics/field', ...app, libraryId: 'l', type: 'measure' }, 'EMBED-ATTRIBUTE', /measure/],
    [{ ui: 'classic/chart', ...app }, 'EMBED-ATTRIBUTE', /object-id/],
  ])('%j', (props, code, reason) => {
    expect(failureOf(props)).toMatchObject({ code, reason: expect.stringMatching(reason) })
  })
})
