/** A number under a format of QIX, and how it reads; the app has the default formats. */
export interface WrittenNumber {
  readonly value: number
  readonly format: Readonly<Record<string, string | number>>
  readonly text: string
}

const written = (
  format: WrittenNumber['format'],
  ...cases: readonly (readonly [value: number, text: string])[]
): readonly WrittenNumber[] => cases.map(([value, text]) => ({ value, format, text }))

const byPattern = (qFmt: string, ...cases: readonly (readonly [number, string])[]) =>
  written({ qType: 'F', qFmt, qDec: '.', qThou: ',' }, ...cases)

/** Numbers as charts write them, at the ends of what formats tell apart. */
export const writtenNumbers: readonly WrittenNumber[] = [
  ...written({ qType: 'U' }, [0.1 + 0.2, '0.3'], [1 / 3, '0.33333333333333'], [2 ** 53 - 1, '9007199254740991']),
  ...written({ qType: 'F', qnDec: 2 }, [1234.567, '1234.57'], [-0.001, '0.00']),
  ...written({ qType: 'F', qnDec: 20 }, [0.5, '0.50000000000000']),
  ...written({ qType: 'F', qnDec: -1 }, [1.5, '2']),
  ...written({ qType: 'R', qnDec: 30 }, [1.234567890123456, '1.2345678901235']),
  ...written({ qType: 'R', qnDec: 0 }, [1.7, '2']),
  ...byPattern('0A', [999, '999'], [999_499, '999k'], [999_500, '1M'], [1e15, '1P'], [0.005, '0']),
  ...byPattern('0.0%', [0.8251, '82.5%'], [1, '100.0%']),
  ...byPattern('0.00', [1.005, '1.01'], [0.999, '1.00'], [-1.5, '-1.50']),
  ...byPattern('0;-0;"none"', [5, '5'], [-5, '-5']),
  ...byPattern('#,##0;(#,##0);0.0', [0, '0.0'], [-1234, '(1,234)']),
  ...byPattern('(hex)', [255, 'ff'], [-255, '-ff'], [2 ** 53 - 1, '1fffffffffffff']),
  ...byPattern('(HEX)', [255, 'FF']),
  ...byPattern('x(hex)', [255, 'xff']),
  ...byPattern('0A', [1e24, '1Y']),
  ...written({ qType: 'IV', qFmt: 'hh[:ss]' }, [1 / 24, '01'], [5 / 86_400, '00:05']),
  ...byPattern('(bin)', [5, '101']),
  ...byPattern('(r02)', [5, '101']),
  ...byPattern('(r36)', [35, 'z']),
  ...byPattern('(rom)', [14, 'xiv']),
  ...byPattern('(ROM)', [3_999, 'MMMCMXCIX']),
  ...written({ qType: 'D', qFmt: 'YYYY-MM-DD' }, [0, '1899-12-30'], [45_296, '2024-01-05'], [45_657, '2024-12-31']),
  ...written({ qType: 'D', qFmt: 'W WWW WWWW' }, [45_292, '0 Mon Monday'], [45_298, '6 Sun Sunday']),
  ...written({ qType: 'D', qFmt: 'M/D/YY' }, [45_296, '1/5/24']),
  ...written(
    { qType: 'TS', qFmt: 'hh:mm:ss.fff' },
    [0.5 + 7 / 86_400_000, '12:00:00.007'],
    [0.999_999_999, '00:00:00.000'],
  ),
  ...written({ qType: 'T', qFmt: 'h:mm TT' }, [0, '12:00 AM'], [0.5, '12:00 PM'], [0.75, '6:00 PM']),
  ...written({ qType: 'IV', qFmt: 'm:ss' }, [5 / 1440, '5:00'], [1.5, '2160:00']),
  ...written({ qType: 'IV', qFmt: 'd hh:mm' }, [1.5, '1 12:00'], [-1.5, '-1 12:00']),
  ...written({ qType: 'IV', qFmt: 'ss.fff' }, [1.005 / 86_400, '01.005']),
]
