import { typeOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { symbolSet } from '../model/symbol-set.js'
import type { Cube } from '../plan/cube.js'
import { type SymbolCondition, wordCharacter } from '../plan/symbol-condition.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import { cubeFrame, printCube } from './cube.js'
import { elementFilter } from './element-filter.js'
import { fieldValuesSql, storedElementsSql } from './field-statements.js'
import { allKeyNames } from './key-columns.js'
import type { PrintFrame } from './print-frame.js'

type Arms = {
  readonly [K in SymbolCondition['kind']]: (
    condition: Extract<SymbolCondition, { readonly kind: K }>,
    frame: PrintFrame,
    field: FieldModel,
  ) => string
}

/** `!` keeps wildcards of SQL that are part of a text. */
const likePattern = (pattern: string): string =>
  pattern.replace(/[!%_]/g, '!$&').replaceAll('*', '%').replaceAll('?', '_')

/** LIKE goes back to every `*` of a pattern, and cannot be interrupted meanwhile; a regular expression does not. */
const maxStars = 2

const outsideWords = '[^\\pL\\pM\\pN_]'
const noCharacter = '[^\\x{0}-\\x{10ffff}]'

/**
 * A pattern in which `^` stands where a word begins, as a regular expression without looks behind: what comes before such a
 * place is written so that it ends outside a word.
 */
const patternOfWords = (pattern: string): string => {
  const characters = [...pattern]
  const parts = characters.map((character, position) => {
    const beforeWord = characters[position + 1] === '^'
    if (character === '*') return beforeWord ? `(?:.*${outsideWords})?` : '.*'
    if (character === '?') return beforeWord ? outsideWords : '.'
    if (character === '^') return ''
    const literal = `\\x{${character.codePointAt(0)?.toString(16)}}`
    return beforeWord && wordCharacter.test(character) ? noCharacter : literal
  })
  return `(?s)${parts.join('')}`
}

/** Conditions on a row of the symbol table; none of them is ever unknown. */
const arms: Arms = {
  everything: () => 'TRUE',
  elements: ({ elements }, frame, field) => elementFilter(frame, 'elem', field, symbolSet(elements)),
  set: ({ symbols }, frame, field) => elementFilter(frame, 'elem', field, symbols),
  text: ({ text, anyCase }, { bind }) =>
    anyCase ? `lower(text) = ${bind(text.toLowerCase(), 'text')}` : `text = ${bind(text, 'text')}`,
  number: ({ number }, { bind }) => `coalesce(num = ${bind(number, 'number')}, FALSE)`,
  pattern: ({ pattern }, { dialect, bind }) =>
    pattern.includes('^') || pattern.split('*').length - 1 > maxStars
      ? dialect.fits('lower(text)', bind(patternOfWords(pattern), 'text'))
      : `lower(text) LIKE ${bind(likePattern(pattern), 'text')} ESCAPE '!'`,
  bounds: ({ bounds }, { bind }) =>
    bounds.length === 0
      ? 'FALSE'
      : `coalesce(${bounds.map(({ comparison, limit }) => `num ${comparison} ${bind(limit, 'number')}`).join(' AND ')}, FALSE)`,
  possible: ({ scope }, frame, field) => `elem IN (${fieldValuesSql(cubeFrame(frame), field, scope)})`,
  cube: ({ cube }, frame) => {
    const found = keysNotZero(frame, cube)
    return found === undefined ? 'FALSE' : `elem IN (${found})`
  },
  any: ({ of }, frame, field) =>
    of.length === 0 ? 'FALSE' : `(${of.map((condition) => printCondition(frame, field, condition)).join(' OR ')})`,
  operation: ({ operator, left, right }, frame, field) => {
    const a = printCondition(frame, field, left)
    const b = printCondition(frame, field, right)
    return { '+': `(${a} OR ${b})`, '-': `(${a} AND NOT ${b})`, '*': `(${a} AND ${b})`, '/': `(${a} <> ${b})` }[
      operator
    ]
  },
}

/** The values of the one key of a cube whose measure is a number that is not zero: `listed`. */
const keysNotZero = (frame: PrintFrame, cube: Cube): string | undefined => {
  const [measure] = cube.measures
  const [key] = allKeyNames(cube.keys)
  if (!measure || typeOf(measure) === 'text') return undefined
  return `SELECT ${key} AS listed FROM (${printCube(frame, cube)}) WHERE coalesce(m0, 0) <> 0 AND ${key} IS NOT NULL`
}

/** Values that a query finds, each once: `listed`. */
export interface FoundSymbols {
  readonly sql: string
  /** Whether all others meet the condition, and not these. */
  readonly others: boolean
}

/** What a query finds that asks the data alone, and no texts or numbers of values; `undefined` for other conditions. */
export const symbolsFound = (
  frame: PrintFrame,
  field: FieldModel,
  condition: SymbolCondition,
): FoundSymbols | undefined => {
  if (condition.kind === 'any') {
    const [only, ...others] = condition.of
    return only && others.length === 0 ? symbolsFound(frame, field, only) : undefined
  }
  if (condition.kind === 'possible')
    return {
      sql: `SELECT elem AS listed FROM (${storedElementsSql(cubeFrame(frame), field, condition.scope)})`,
      others: false,
    }
  if (condition.kind === 'cube') {
    const sql = keysNotZero(frame, condition.cube)
    return sql === undefined ? undefined : { sql, others: false }
  }
  if (condition.kind !== 'operation' || condition.operator !== '-' || condition.left.kind !== 'everything')
    return undefined
  const found = symbolsFound(frame, field, condition.right)
  return found && { ...found, others: !found.others }
}

const printCondition = (frame: PrintFrame, field: FieldModel, condition: SymbolCondition): string =>
  `(${(arms[condition.kind] as (of: SymbolCondition, frame: PrintFrame, field: FieldModel) => string)(condition, frame, field)})`

/** SQL that holds where a column of element numbers has a value that meets a condition. */
export const symbolFilter = (
  frame: PrintFrame,
  column: string,
  field: FieldModel,
  condition: SymbolCondition,
): string => `${column} IN (SELECT elem FROM ${symbolTable(field.id)} WHERE ${printCondition(frame, field, condition)})`
