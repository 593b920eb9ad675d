import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { processorTime } from '../testing/processor-time.js'
import { defaultFormats } from './app-formats.js'
import { formatNumber, numberFormatLayout, parseNumberFormat } from './number-format.js'

const format = (value: number, attributes: Record<string, string | number>): string =>
  formatNumber(value, parseNumberFormat(attributes, defaultFormats))

const pattern = (value: number, qFmt: string, qType = 'F'): string =>
  format(value, { qType, qFmt, qDec: '.', qThou: ',' })

describe('number formats', () => {
  it.each([
    [1234567.891, '#,##0', '1,234,568'],
    [1234567.891, '#,##0.00', '1,234,567.89'],
    [-1234.5, '#,##0.0', '-1,234.5'],
    [0.8251, '0.0%', '82.5%'],
    [-0.8251, '0.0%', '-82.5%'],
    [0.00001, '0.0%', '0.0%'],
    [-0.00001, '0.0%', '0.0%'],
    [5, '00', '05'],
    [0.5, '#.##', '.5'],
    [3, '0.##', '3'],
    [2.34567, '0.##', '2.35'],
    [1.005, '0.00', '1.01'],
    [999, '0A', '999'],
    [1234, '0A', '1k'],
    [1234567, '0.0A', '1.2M'],
    [999_999, '0A', '1M'],
    [2_500_000_000, '0.0A', '2.5G'],
    [-12345, '0.0A', '-12.3k'],
    [12, '$#,##0.00;-$#,##0.00', '$12.00'],
    [-12, '$#,##0.00;-$#,##0.00', '-$12.00'],
    [-12, '#,##0;(#,##0)', '(12)'],
    [0, '0;-0;none', 'none'],
    [12, '0 min', '12 min'],
    [1e21, '#,##0', '1,000,000,000,000,000,000,000'],
  ])('writes %d by %s as %s', (value, qFmt, expected) => {
    expect(pattern(value, qFmt)).toBe(expected)
  })

  it('uses the separators that the format names', () => {
    expect(format(1234567.5, { qType: 'F', qFmt: '#.##0,00', qDec: ',', qThou: '.' })).toBe('1.234.567,50')
    expect(format(1234567.5, { qType: 'M', qFmt: '# ##0,00 kr', qDec: ',', qThou: ' ' })).toBe('1 234 567,50 kr')
  })

  it('builds a pattern from decimals and thousands where none is given', () => {
    expect(format(1234.567, { qType: 'F', qnDec: 2, qUseThou: 1 })).toBe('1,234.57')
    expect(format(1234.567, { qType: 'F', qnDec: 2, qUseThou: 0 })).toBe('1234.57')
    expect(format(1234.567, { qType: 'I' })).toBe('1235')
    expect(format(1234.567, { qType: 'R', qnDec: 3 })).toBe('1230')
  })

  it('writes automatic numbers without binary noise, thousands or needless decimals', () => {
    expect(format(0.1 + 0.2, { qType: 'U' })).toBe('0.3')
    expect(format(3000000, {})).toBe('3000000')
    expect(format(-1.5, {})).toBe('-1.5')
  })

  it('writes dates, times and intervals from serial numbers', () => {
    expect(format(36892, { qType: 'D', qFmt: 'YYYY-MM-DD' })).toBe('2001-01-01')
    expect(format(36892, { qType: 'D', qFmt: 'MMM D, YYYY' })).toBe('Jan 1, 2001')
    expect(format(36892.75, { qType: 'TS', qFmt: 'DD/MM/YY h:mm TT' })).toBe('01/01/01 6:00 PM')
    expect(format(0.5, { qType: 'T', qFmt: 'hh:mm:ss' })).toBe('12:00:00')
    expect(format(1.5, { qType: 'IV', qFmt: 'hh:mm' })).toBe('36:00')
    expect(format(1.5, { qType: 'IV', qFmt: 'D hh:mm' })).toBe('1 12:00')
  })

  it('reads back as the number it wrote, rounded to the decimals shown', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
        const written = Number(pattern(value, '#,##0.000').replaceAll(',', ''))
        expect(Math.abs(written - value)).toBeLessThanOrEqual(0.00051)
      }),
    )
  })

  it('tells the client type and pattern of every format', () => {
    expect(
      numberFormatLayout(
        parseNumberFormat({ qType: 'F', qFmt: '0.0%', qnDec: 1, qDec: '.', qThou: ',' }, defaultFormats),
      ),
    ).toEqual({
      qType: 'F',
      qnDec: 1,
      qUseThou: 0,
      qFmt: '0.0%',
      qDec: '.',
      qThou: ',',
    })
    expect(numberFormatLayout(parseNumberFormat(undefined, defaultFormats))).toMatchObject({ qType: 'U' })
  })
})

describe('a format of a column with many cells', () => {
  it('is taken apart once', () => {
    let reads = 0
    const counted = {
      ...parseNumberFormat({ qType: 'F' }, defaultFormats),
      get pattern() {
        reads += 1
        return '#,##0.0'
      },
    }
    formatNumber(1234, counted)
    const once = reads
    for (let value = 0; value < 1_000; value++) formatNumber(value, counted)
    expect(formatNumber(1234, counted)).toBe('1,234.0')
    expect(reads).toBe(once)
  })

  it('takes time for its length, not for its square', async () => {
    const took = await processorTime(() => expect(pattern(7, `#,${'0'.repeat(200_000)}`)).toMatch(/^00,(000,)+007$/))
    expect(took).toBeLessThan(5_000)
  })
})
