import fc from 'fast-check'
import { expect, test } from 'vitest'
import { continuePage } from './continue-page.js'
import { html } from './html.js'
import { pageHeaders } from './page-headers.js'

test('texts and attribute values are escaped, HTML of our own is not', () => {
  const hostile = `"><script>alert('1')</script>&\``
  const written = html`<p title="${hostile}">${hostile}${html`<b>${1}</b>`}${[html`<i>a</i>`, '<']}${undefined}${false}</p>`
  const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;&#96;'
  expect(written.toString()).toBe(`<p title="${escaped}">${escaped}<b>1</b><i>a</i>&#60;</p>`)
})

test('no text brings markup into a page', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(html`${text}`.toString()).not.toMatch(/[<>"'`]/)
    }),
  )
})

test('a page continues where it is told, whatever characters the address has', () => {
  const page = continuePage(`/oauth/authorize?state="'><x>`, 'Acme')
  expect(page).toContain('content="0;url=/oauth/authorize?state=%22%27&#62;&#60;x&#62;"')
})

test('a stored text that is no origin becomes no directive', () => {
  const policy = pageHeaders({
    formTargets: ['https://spa.example', "https://spa.example; script-src 'unsafe-inline'", 'com.example.app:', '*'],
    pictures: ['https://logo.example', "x; default-src 'self'"],
  })['content-security-policy']
  expect(policy).toContain("form-action 'self' https://spa.example com.example.app:;")
  expect(policy).toContain('img-src data: https://logo.example;')
  expect(policy).not.toMatch(/unsafe|\*|x;/)
})
