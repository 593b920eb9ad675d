import { expect, it } from 'vitest'
import { html } from './html.js'

it('escapes values in text and attributes', () => {
  const { text } = html`<p title="${'"><script>'}">${"Tom & Jerry's"}</p>`
  expect(text).toBe('<p title="&#34;&#62;&#60;script&#62;">Tom &#38; Jerry&#39;s</p>')
})

it('keeps HTML made by itself, and joins lists of it', () => {
  expect(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>${undefined}`.text).toBe(
    '<ul><li>a</li><li>&#60;b&#62;</li></ul>',
  )
})
