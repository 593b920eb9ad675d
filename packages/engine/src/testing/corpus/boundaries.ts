import { page } from './corpus-case.js'

/** Values at the ends of what functions are defined for, and just beyond. */
export const boundaries = [
  ...page(
    'DateAndTimeFunctions/makedate',
    ["MakeDate(2024, 1, 31) & ''", '2024-01-31'],
    ["MakeDate(9999, 12, 31) & ''", '9999-12-31'],
    ['MakeDate(0, 1, 1)', null],
  ),
  ...page(
    'DateAndTimeFunctions/maketime',
    ["MakeTime(23, 59, 59) & ''", '23:59:59'],
    ['MakeTime(0, 0, 60)', null],
    ['MakeTime(0, 60, 0)', null],
  ),
  ...page('DateAndTimeFunctions/setdateyearmonth', ["SetDateYearMonth('2005-10-29', 2013, 12) & ''", '2013-12-29']),
  ...page('DateAndTimeFunctions/inlunarweek', ["InLunarWeek('2013-01-08', '2013-01-12', 0)", -1]),
  ...page('DateAndTimeFunctions/inlunarweektodate', ["InLunarWeekToDate('2013-01-08', '2013-01-12', 0)", -1]),
  ...page('DateAndTimeFunctions/inmonths', ["InMonths(4, '2006-01-01', '2006-04-25', 0)", -1]),
  ...page('DateAndTimeFunctions/inquarter', ["InQuarter('2024-01-01', '2024-02-15', 0)", -1]),
  ...page(
    'DateAndTimeFunctions/indaytotime',
    ["InDayToTime('2006-01-12 00:00:00', '2006-01-12 10:00:00', 0)", -1],
    ["InDayToTime('2006-01-12 10:00:00', '2006-01-12 10:00:00', 0)", -1],
  ),
  ...page('FormattingFunctions/interval', ["Interval(-0.000000001, 'hh:mm') & ''", '00:00']),
  ...page('MathematicalFunctions/fact', ['Fact(170) > 7e306', -1]),
  ...page(
    'MathematicalFunctions/combin',
    ['Combin(170, 1)', 170],
    ['Combin(171, 1)', null],
    ['Combin(3.5, 2)', null],
    ['Combin(3, 1.5)', null],
  ),
  ...page('MathematicalFunctions/mod', ['Mod(7, 2.5)', null], ['Mod(7, 0)', null]),
  ...page('MathematicalFunctions/atanh', ['Atanh(1)', null]),
  ...page(
    'Operators/bit-operators',
    ['8 >> 0', 8],
    ['8 << 0', 8],
    ['8 >> 32', null],
    ['8 << 32', null],
    ['-1 >> 31', -1],
  ),
  ...page('Operators/logical-operators', ['1 or 1', -1]),
  ...page('Operators/relational-operators', ["Null() precedes 'a'", 0]),
  ...page('GeoFunctions/geomakepoint', ['GeoMakePoint(-91, 0)', null], ['GeoMakePoint(0, -181)', null]),
  ...page('ColorFunctions/rgb', ["RGB(127.6, 0, 0) & ''", 'RGB(128,0,0)']),
  ...page('ColorFunctions/hsl', ["HSL(0, 1, 0.75) & ''", 'RGB(255,128,128)']),
]
