const functions = 'packages/engine/src/expressions/functions'

const formatFile = (name) => `packages/engine/src/format/${name}.ts`

/** The families of functions, as their entries name them, with the folders and files that compute them. */
export const families = {
  aggregation: [`${functions}/aggregation`],
  operator: [`${functions}/operators`],
  conditional: [`${functions}/conditional`],
  string: [`${functions}/string`],
  numeric: [`${functions}/numeric`],
  distribution: [`${functions}/distribution`],
  financial: [`${functions}/financial`],
  range: [`${functions}/range`],
  'inter-record': [`${functions}/inter-record`],
  'date and time': [`${functions}/date-and-time`],
  formatting: [
    `${functions}/formatting`,
    // SET statements and the order of texts are no part of a formula.
    ...[
      'calendar',
      'date-pattern',
      'date-reading',
      'interval-reading',
      'number-format',
      'number-locale',
      'number-pattern',
    ].map(formatFile),
    ...['number-reading', 'read-value', 'readings', 'write-date', 'write-interval'].map(formatFile),
  ],
  'null and type': [`${functions}/null-and-type`],
  colour: [`${functions}/colour`],
  geographic: [`${functions}/geographic.ts`],
  selection: [`${functions}/selection`],
  system: [`${functions}/system`],
}
