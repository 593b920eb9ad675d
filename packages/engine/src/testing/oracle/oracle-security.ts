import { fieldNames, type OracleApp, type OracleSectionAccess } from './oracle-app.js'
import { type Combination, type Universe, universesOf } from './universe.js'

export interface OraclePrincipal {
  readonly subject: string
  readonly email?: string
  readonly groups: readonly string[]
}

/** What is left of an app for one principal; `null` where it may not open the app. */
export interface OracleView {
  readonly app: OracleApp
  readonly universes: readonly Universe[]
  readonly fields: readonly string[]
}

type Row = ReadonlyMap<string, string | null>

const identityColumns = ['USERID', 'USER.EMAIL', 'GROUP']

export const oracleView = (app: OracleApp, principal: OraclePrincipal): OracleView | null => {
  const universes = universesOf(app)
  if (!app.sectionAccess) return { app, universes, fields: fieldNames(app) }
  const { sectionAccess } = app
  const rows = sectionAccess.rows.map(
    (cells): Row => new Map(sectionAccess.columns.map((name, i) => [name, cells[i] ?? null])),
  )
  const mine = rows.filter((row) => isAbout(row, principal))
  const granting = mine.filter((row) => grants(app, sectionAccess, rows, row, universes))
  if (granting.length === 0) return null
  const omitted = mine.flatMap((row) => {
    const omit = row.get('OMIT') ?? null
    if (omit === null) return []
    return omit === '*' ? rows.map((other) => other.get('OMIT') ?? '').filter((name) => name !== '*') : [omit]
  })
  return {
    app,
    universes: universes.map((universe) => ({
      tables: universe.tables,
      combinations: universe.combinations.filter((combination) =>
        granting.some((row) => allows(app, sectionAccess, rows, row, universe, combination)),
      ),
    })),
    fields: fieldNames(app).filter((field) => !omitted.some((name) => same(name, field))),
  }
}

const same = (a: string, b: string) => a.toUpperCase() === b.toUpperCase()

/** Letter by letter, each either the same or the other's one capital or small letter. */
const sameLetters = (cell: string, text: string): boolean => {
  const [left, right] = [[...cell], [...text]]
  const isCapital = (capital: string, small: string) =>
    small.toUpperCase() === capital && capital.toLowerCase() === small
  return (
    left.length === right.length &&
    left.every((letter, index) => {
      const other = right[index] ?? ''
      return letter === other || isCapital(letter, other) || isCapital(other, letter)
    })
  )
}

const isAbout = (row: Row, principal: OraclePrincipal): boolean => {
  const filled = identityColumns.filter((column) => (row.get(column) ?? null) !== null)
  if (filled.length === 0) return false
  return filled.every((column) => {
    const cell = (row.get(column) as string).trim()
    if (cell === '*') return true
    if (column === 'USERID') return sameLetters(cell, principal.subject)
    if (column === 'GROUP') return principal.groups.some((group) => sameLetters(cell, group))
    return principal.email !== undefined && sameLetters(cell, principal.email)
  })
}

const reductionColumns = (sectionAccess: OracleSectionAccess) =>
  sectionAccess.columns.filter((name) => !['ACCESS', 'OMIT', ...identityColumns].includes(name))

/** A row gives something only if it restricts (or is an administrator's), and all its cells together match data. */
const grants = (
  app: OracleApp,
  sectionAccess: OracleSectionAccess,
  rows: readonly Row[],
  row: Row,
  universes: readonly Universe[],
): boolean => {
  const access = sectionAccess.columns.includes('ACCESS') ? (row.get('ACCESS') ?? '').toUpperCase() : 'USER'
  if (access !== 'USER' && access !== 'ADMIN') return false
  const columns = reductionColumns(sectionAccess)
  const filled = columns.filter((column) => (row.get(column) ?? null) !== null)
  if (filled.length === 0) return access === 'ADMIN' || columns.length === 0
  return universes
    .filter((universe) => filled.some((column) => fieldIn(app, universe, column) !== undefined))
    .every((universe) =>
      universe.combinations.some((combination) => allows(app, sectionAccess, rows, row, universe, combination)),
    )
}

const fieldIn = (app: OracleApp, universe: Universe, column: string): string | undefined =>
  universe.tables
    .flatMap((table) => app.tables[table]?.columns.map(({ name }) => name) ?? [])
    .find((field) => same(field, column))

const allows = (
  app: OracleApp,
  sectionAccess: OracleSectionAccess,
  rows: readonly Row[],
  row: Row,
  universe: Universe,
  combination: Combination,
): boolean =>
  reductionColumns(sectionAccess).every((column) => {
    const cell = row.get(column) ?? null
    const field = fieldIn(app, universe, column)
    if (cell === null || field === undefined) return true
    const listed = rows.map((other) => other.get(column) ?? null).filter((text) => text !== null && text !== '*')
    const texts = cell === '*' ? listed : [cell]
    const value = combination.values.get(field) ?? null
    return value !== null && texts.some((text) => text !== null && sameLetters(text, String(value)))
  })
