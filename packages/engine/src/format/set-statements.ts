import { didYouMean } from '@understudy/contract'
import { type AppFormats, defaultFormats } from './app-formats.js'
import {
  type DatePart,
  type DeclaredDerivation,
  type DerivedField,
  derivedFields,
  type FieldDeclaration,
  mostDerived,
  readDeclaration,
  readDerivation,
} from './derived-fields.js'
import { parseAbbreviations } from './number-locale.js'
import { sortedLanguage } from './text-order.js'

/** What a script says of formats, and what of it is not read. */
export interface ScriptFormats {
  readonly formats: AppFormats
  /** Fields that are made from others, as the script declares. */
  readonly derived: readonly DerivedField[]
  readonly problems: readonly ScriptProblem[]
}

/** Something in a script that has no effect. */
export interface ScriptProblem {
  /** Characters before the statement. */
  readonly at: number
  readonly problem: string
  /** Whether it is about statements other than SET. */
  readonly statement?: true
}

interface Statement {
  readonly at: number
  readonly text: string
}

/** A quoted text, in which nothing is a statement; a comment; a semicolon; or anything else. What is not closed goes on to the end. */
const pieces = /'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)|\[[^\]]*(?:\]|$)|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|;|[^'"[/;]+|\//y

const remark = /\s*rem\b[^;]*/iy

const isComment = (piece: string): boolean => piece.startsWith('//') || piece.startsWith('/*')

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** The statements of a load script with their places; comments are gone. */
const statementsOf = (script: string): readonly Statement[] => {
  const statements: Statement[] = []
  let text = ''
  let start = 0
  const flush = () => {
    if (text !== '') statements.push({ at: start, text: text.trimEnd() })
    text = ''
  }
  for (let at = 0; at < script.length; ) {
    if (text === '') {
      at += matchAt(remark, script, at).length || matchAt(/\s+/y, script, at).length
      start = at
    }
    const piece = matchAt(pieces, script, at)
    if (piece === '') break
    at += piece.length
    if (piece === ';') flush()
    else if (!isComment(piece)) text += piece
  }
  flush()
  return statements
}

const unquoted = (value: string): string =>
  /^'(?:[^']|'')*'$/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value

/** Takes a value over into the formats, or tells why it cannot. */
type Setting = (formats: AppFormats, value: string) => AppFormats | string

const maxPattern = 256
const maxSeparator = 8
const maxName = 64

const separator = (value: string, apply: (value: string) => AppFormats): AppFormats | string =>
  value.length <= maxSeparator && !/\d/.test(value)
    ? apply(value)
    : `A separator has no digits and at most ${maxSeparator} characters.`

const pattern = (value: string, apply: (value: string) => AppFormats): AppFormats | string =>
  value !== '' && value.length <= maxPattern ? apply(value) : `A format has 1 to ${maxPattern} characters.`

const whole = (value: string, least: number, most: number, apply: (value: number) => AppFormats) => {
  const number = Number(value)
  return value.trim() !== '' && Number.isInteger(number) && number >= least && number <= most
    ? apply(number)
    : `The value has to be a whole number from ${least} to ${most}.`
}

const names =
  (count: number, member: 'monthNames' | 'longMonthNames' | 'dayNames' | 'longDayNames'): Setting =>
  (formats, value) => {
    const list = value.split(';')
    return list.length === count && list.every((name) => name !== '' && name.length <= maxName)
      ? inCalendar(formats, { [member]: list })
      : `The value has to be ${count} names divided by semicolons, each of at most ${maxName} characters.`
  }

const inCalendar = (formats: AppFormats, members: Partial<AppFormats['calendar']>): AppFormats => ({
  ...formats,
  calendar: { ...formats.calendar, ...members },
})

const inMoney = (formats: AppFormats, members: Partial<AppFormats['money']>): AppFormats => ({
  ...formats,
  money: { ...formats.money, ...members },
})

/** The decimal separator cannot be left out: decimals would look like digits of the whole. */
const decimal = (value: string, apply: (value: string) => AppFormats): AppFormats | string =>
  value === '' ? 'A decimal separator cannot be empty.' : separator(value, apply)

const collation: Setting = (formats, value) => {
  const textOrder = sortedLanguage(value)
  return textOrder === undefined ? 'There is no such locale.' : { ...formats, collation: value, textOrder }
}

const settings: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ['ThousandSep', (formats, value) => separator(value, (thousand) => ({ ...formats, thousand }))],
  ['DecimalSep', (formats, value) => decimal(value, (sign) => ({ ...formats, decimal: sign }))],
  ['MoneyThousandSep', (formats, value) => separator(value, (thousand) => inMoney(formats, { thousand }))],
  ['MoneyDecimalSep', (formats, value) => decimal(value, (sign) => inMoney(formats, { decimal: sign }))],
  ['MoneyFormat', (formats, value) => pattern(value, (money) => inMoney(formats, { pattern: money }))],
  ['TimeFormat', (formats, value) => pattern(value, (time) => ({ ...formats, time }))],
  ['DateFormat', (formats, value) => pattern(value, (date) => ({ ...formats, date }))],
  ['TimestampFormat', (formats, value) => pattern(value, (timestamp) => ({ ...formats, timestamp }))],
  ['MonthNames', names(12, 'monthNames')],
  ['LongMonthNames', names(12, 'longMonthNames')],
  ['DayNames', names(7, 'dayNames')],
  ['LongDayNames', names(7, 'longDayNames')],
  ['FirstWeekDay', (formats, value) => whole(value, 0, 6, (firstWeekDay) => inCalendar(formats, { firstWeekDay }))],
  [
    'BrokenWeeks',
    (formats, value) => whole(value, 0, 1, (broken) => inCalendar(formats, { brokenWeeks: broken === 1 })),
  ],
  // 0 is what a script says that leaves it to ISO 8601.
  ['ReferenceDay', (formats, value) => whole(value, 0, 7, (day) => inCalendar(formats, { referenceDay: day || 4 }))],
  [
    'FirstMonthOfYear',
    (formats, value) => whole(value, 1, 12, (month) => inCalendar(formats, { firstMonthOfYear: month })),
  ],
  ['CollationLocale', collation],
  [
    'NumericalAbbreviation',
    (formats, value) =>
      value.length <= 2 * maxPattern && parseAbbreviations(value).length > 0
        ? { ...formats, abbreviations: value }
        : 'The value has to be like 3:k;6:M.',
  ],
])

/** What other engines read, and what has no effect here. */
const withoutEffect = new Set(['CreateSearchIndexOnReload', 'HidePrefix', 'HideSuffix', 'ErrorMode', 'Verbatim'])

const assignment = /^set\s+\[?([\w.]+)\]?\s*=\s*([\s\S]*)$/i

/**
 * Reads the formats that the SET statements of a load script state. Nothing else of the script has an effect: what that
 * is comes as problems, the statements that are no SET as one.
 */
export const readSetStatements = (script: string): ScriptFormats => {
  let formats = defaultFormats
  const problems: ScriptProblem[] = []
  const others: Statement[] = []
  const declarations: FieldDeclaration[] = []
  const derivations: DeclaredDerivation[] = []
  for (const statement of statementsOf(script)) {
    const found = assignment.exec(statement.text)
    if (!found) {
      const declaration = readDeclaration(statement.text)
      const derivation = declaration ? undefined : readDerivation(statement.text)
      if (declaration) {
        declarations.push(declaration)
        if (declaration.unmade.length > 0) problems.push({ at: statement.at, problem: unmadeFields(declaration) })
      } else if (derivation) {
        const declaration = declarations.findLast(({ name }) => name === derivation.using)
        if (declaration) derivations.push({ from: derivation.from, declaration, at: statement.at })
        else problems.push({ at: statement.at, problem: `There is no declaration [${derivation.using}] before this.` })
      } else others.push(statement)
      continue
    }
    const [, name = '', value = ''] = found
    const tell = (problem: string) => problems.push({ at: statement.at, problem: `SET ${name}: ${problem}` })
    const setting = settings.get(name)
    if (withoutEffect.has(name)) tell('This has no effect here.')
    else if (!setting)
      tell(`This is no format; a variable belongs into variables.json.${didYouMean(name, [...settings.keys()])}`)
    else {
      const next = setting(formats, unquoted(value.trim()))
      if (typeof next === 'string') tell(next)
      else formats = next
    }
  }
  const [first] = others
  if (first)
    problems.push({
      at: first.at,
      problem: `Only SET statements of formats are read: ${others.length === 1 ? 'this statement is' : `this and ${others.length - 1} more statements are`} not run.`,
      statement: true,
    })
  const [firstDerivation] = derivations
  const all = derivedFields(derivations)
  const tell = (problem: string) => problems.push({ at: firstDerivation?.at ?? 0, problem })
  if (all === undefined) tell(`More than ${mostDerived} fields would be derived: none is made.`)
  const sameNames = new Set(formats.calendar.monthNames).size < formats.calendar.monthNames.length
  const derived = (all ?? []).filter(({ part }) => !(sameNames && isOfMonth[part] === true))
  if (derived.length < (all ?? []).length)
    tell('Several of the MonthNames are equal: fields of months are not made, as they would be one.')
  return { formats: distinctSeparators(formats), derived, problems }
}

/** Parts of which the text has the name of the month. */
const isOfMonth: Readonly<Partial<Record<DatePart, true>>> = { month: true, yearMonth: true }

const unmadeFields = ({ name, unmade }: FieldDeclaration): string =>
  `Of [${name}] these fields are not made: ${unmade.slice(0, 20).join(', ')}. Year, quarter, month, week, day and date are, as calendars declare them; others belong into data.sql.`

/** A number whose groups are divided as its decimals are could not be read: such groups are not divided. */
const distinctSeparators = (formats: AppFormats): AppFormats => ({
  ...formats,
  thousand: formats.thousand === formats.decimal ? '' : formats.thousand,
  money: { ...formats.money, thousand: formats.money.thousand === formats.money.decimal ? '' : formats.money.thousand },
})
