import { expect, test } from 'vitest'
import { defaultFormats } from '../../format/app-formats.js'
import { formatNumber, parseNumberFormat } from '../../format/number-format.js'
import { readValue } from '../../format/read-value.js'
import { readTexts } from './read-texts.js'
import { writtenNumbers } from './written-numbers.js'

test.each(writtenNumbers)('$value is written by $format as $text', ({ value, format, text }) => {
  expect(formatNumber(value, parseNumberFormat(format, defaultFormats))).toBe(text)
})

test.each(readTexts)('%s reads as %s', (text, value, formats) => {
  expect(readValue(text, { ...defaultFormats, ...formats })).toBe(value)
})
