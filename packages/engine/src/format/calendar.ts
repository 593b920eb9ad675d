/** How an app counts weeks and years, and what it calls their parts. */
export interface Calendar {
  /** Short and long names of the months, January first. */
  readonly monthNames: readonly string[]
  readonly longMonthNames: readonly string[]
  /** Short and long names of the days, Monday first. */
  readonly dayNames: readonly string[]
  readonly longDayNames: readonly string[]
  /** 0 Monday to 6 Sunday. */
  readonly firstWeekDay: number
  /** Whether week 1 begins on 1 January and the last week ends on 31 December, whatever days these are. */
  readonly brokenWeeks: boolean
  /** The day of January, 1 to 7, that is always in week 1; where weeks are not broken. */
  readonly referenceDay: number
  /** 1 January to 12 December: the month in which the fiscal year begins. */
  readonly firstMonthOfYear: number
}

const longMonthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const longDayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const threeLetters = (name: string): string => name.slice(0, 3)

/** English names, and weeks by ISO 8601: they begin on Monday, and 4 January is in week 1. */
export const isoCalendar: Calendar = {
  monthNames: longMonthNames.map(threeLetters),
  longMonthNames,
  dayNames: longDayNames.map(threeLetters),
  longDayNames,
  firstWeekDay: 0,
  brokenWeeks: false,
  referenceDay: 4,
  firstMonthOfYear: 1,
}
