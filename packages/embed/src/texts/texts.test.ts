import { expect, it } from 'vitest'
import { filled, textsIn } from './texts.js'
import * as translations from './translations.js'

const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()

it.each(Object.entries(translations))('%s has every text, with all that it is filled with', (code, texts) => {
  for (const [key, text] of Object.entries(translations.en)) {
    const translated = texts[key as keyof typeof texts]
    expect(translated.trim()).not.toBe('')
    expect(names(translated)).toEqual(names(text))
  }
  expect(textsIn(code)).toBe(texts)
  expect(textsIn(`${code.toUpperCase()}-XX`)).toBe(texts)
})

it('ten languages differ, and others are English', () => {
  expect(new Set(Object.values(translations).map(({ viewData }) => viewData)).size).toBe(10)
  for (const language of [undefined, '', 'xx', 'constructor']) expect(textsIn(language)).toBe(translations.en)
})

it('what is not given stays to be seen', () => {
  expect(filled('{shown} of {all}', { shown: 0 })).toBe('0 of {all}')
})
