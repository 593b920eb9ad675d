/** What a derived field tells of a date. */
export type DatePart =
  | 'year'
  | 'yearNumber'
  | 'quarter'
  | 'yearQuarter'
  | 'month'
  | 'yearMonth'
  | 'week'
  | 'date'
  | 'day'

/** A field that is made from another one. */
export interface DerivedField {
  /** As formulas name it: `Order Date.autoCalendar.Year`. */
  readonly name: string
  /** The field that it is made from. */
  readonly from: string
  /** Of the declaration: `autoCalendar`. */
  readonly definition: string
  readonly part: DatePart
  readonly tags: readonly string[]
  /** Its formula, as it is declared. */
  readonly formula: string
  /** Characters of the script before the statement that derives it. */
  readonly at: number
}

/** A field of a declaration. */
interface Declared {
  readonly name: string
  readonly part: DatePart
  readonly tags: readonly string[]
  readonly formula: string
}

/** `DECLARE FIELD DEFINITION`: fields that can be derived, and names of those that are not made here. */
export interface FieldDeclaration {
  readonly name: string
  readonly fields: readonly Declared[]
  readonly unmade: readonly string[]
}

/** `DERIVE FIELDS FROM FIELDS ... USING ...` */
export interface Derivation {
  readonly from: readonly string[]
  readonly using: string
}

/** A derivation by the declaration that it names. */
export interface DeclaredDerivation {
  readonly from: readonly string[]
  readonly declaration: FieldDeclaration
  /** Characters of the script before it. */
  readonly at: number
}

/** The formulas that calendars are declared by, without spaces and in lower case. */
const parts: ReadonlyMap<string, DatePart> = new Map<string, DatePart>([
  ['dual(year($1),yearstart($1))', 'year'],
  ['year($1)', 'yearNumber'],
  ["dual('q'&num(ceil(num(month($1))/3)),num(ceil(num(month($1))/3),00))", 'quarter'],
  ["dual(year($1)&'-q'&num(ceil(num(month($1))/3)),quarterstart($1))", 'yearQuarter'],
  ['month($1)', 'month'],
  ["dual(year($1)&'-'&month($1),monthstart($1))", 'yearMonth'],
  ["dual('w'&num(week($1),00),num(week($1),00))", 'week'],
  ['date(floor($1))', 'date'],
  ['day($1)', 'day'],
])

const name = String.raw`(\[[^\]]*\]|"[^"]*"|[\w.]+)`
const declaration = new RegExp(String.raw`^${name}\s*:\s*declare\s+field\s+definition\b([\s\S]*)$`, 'i')
const derivation = new RegExp(String.raw`^derive\s+fields?\s+from\s+fields?\s+([\s\S]*\S)\s+using\s+${name}$`, 'i')
const declared = new RegExp(String.raw`^([\s\S]*\S)\s+as\s+${name}(?:\s+tagged\s*\(([^)]*)\))?$`, 'i')

const plain = (written: string): string => (/^[["]/.test(written) ? written.slice(1, -1) : written)

/** The parts of a list between its commas, outside of brackets and quotes. */
const listed = (text: string): readonly string[] => {
  const items: string[] = []
  let depth = 0
  let item = ''
  for (const piece of text.match(/'[^']*'?|"[^"]*"?|\[[^\]]*\]?|[(),]|[^'"[(),]+/g) ?? []) {
    if (piece === '(') depth += 1
    if (piece === ')') depth -= 1
    if (piece === ',' && depth === 0) {
      items.push(item.trim())
      item = ''
    } else item += piece
  }
  return [...items, item.trim()].filter((one) => one !== '')
}

/** What stands before and after a word that is in no quotes or brackets; nothing after where there is none. */
const splitAt = (text: string, word: RegExp): readonly [before: string, after: string] => {
  let at = 0
  for (const [piece] of text.matchAll(/'[^']*'?|"[^"]*"?|\[[^\]]*\]?|[^'"[]+/g)) {
    const found = /^['"[]/.test(piece) ? null : word.exec(piece)
    if (found) return [text.slice(0, at + found.index), text.slice(at + found.index + found[0].length)]
    at += piece.length
  }
  return [text, '']
}

/** Characters of a statement that is looked into. */
const maxLength = 20_000

const matched = (pattern: RegExp, statement: string): readonly string[] =>
  (statement.length > maxLength ? null : pattern.exec(statement.replace(/\s{2,}/g, ' '))) ?? []

/** Reads a declaration of fields; `undefined` where a statement is none. */
export const readDeclaration = (statement: string): FieldDeclaration | undefined => {
  const [, label = '', body] = matched(declaration, statement)
  if (body === undefined) return undefined
  // Parameters of a declaration stand in its formulas, which are not known then.
  const [, after = ''] = splitAt(body, /\bfields\b/i)
  const fields: Declared[] = []
  const unmade: string[] = []
  for (const item of listed(splitAt(after, /\bgroups\b/i)[0])) {
    const [, formula = '', field = '', tags = ''] = declared.exec(item) ?? []
    const part = parts.get(formula.replace(/\s+/g, '').toLowerCase())
    if (part === undefined) unmade.push(plain(field) || item.slice(0, 40))
    else fields.push({ name: plain(field), part, formula, tags: listed(tags).map((tag) => tag.replaceAll("'", '')) })
  }
  return { name: plain(label), fields, unmade }
}

/** Reads which fields others are derived from; `undefined` where a statement does not say. */
export const readDerivation = (statement: string): Derivation | undefined => {
  const [, from, using = ''] = matched(derivation, statement)
  return from === undefined ? undefined : { from: listed(from).map(plain), using: plain(using) }
}

/** Each derived field is one of the app. */
export const mostDerived = 500

/**
 * The fields that derivations make, each once.
 *
 * @returns `undefined` where there are more than an app may have
 */
export const derivedFields = (derivations: readonly DeclaredDerivation[]): readonly DerivedField[] | undefined => {
  const made = new Map<string, DerivedField>()
  for (const { from, declaration, at } of derivations) {
    const parts = new Map(declaration.fields.map((field) => [field.name, field]))
    for (const field of new Set(from)) {
      for (const { name: own, ...rest } of parts.values()) {
        const name = `${field}.${declaration.name}.${own}`
        made.set(name, { ...rest, name, from: field, definition: declaration.name, at })
        if (made.size > mostDerived) return undefined
      }
    }
  }
  return [...made.values()]
}
