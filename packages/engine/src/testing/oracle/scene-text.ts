import { type OracleApp, symbolsOf } from './oracle-app.js'
import type { OracleSelections } from './oracle-list.js'
import type { OraclePrincipal } from './oracle-security.js'

/** What a cube is asked of, as text that fits a screen. */
export const sceneText = (app: OracleApp, selections: OracleSelections, principal?: OraclePrincipal): string =>
  [
    ...app.tables.map(
      ({ name, columns, rows }) =>
        `${name} ${columns.map((column) => column.name)}${rows.map((row) => `\n  ${JSON.stringify(row)}`).join('')}`,
    ),
    ...(app.sectionAccess && principal ? [JSON.stringify(app.sectionAccess), JSON.stringify(principal)] : []),
    ...[...selections].map(
      ([field, { values, locked }]) =>
        `selected${locked ? ' and locked' : ''}: ${field} = ${JSON.stringify([...values].map((element) => symbolsOf(app, field)[element]))}`,
    ),
  ].join('\n')
