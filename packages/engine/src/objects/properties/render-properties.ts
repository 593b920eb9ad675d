import type { Property, StructureName } from './property.js'
import { structures } from './structures.js'

const modes = { P: 'pivot tables', S: 'straight tables' } as const

const told = (property: Property): string => {
  if (property.is === 'honoured') return 'honoured'
  if (property.is === 'structure') return `see \`${property.of}\``
  if (property.is === 'told')
    return `${property.onlyIn ? `honoured in ${modes[property.onlyIn]}, else ` : ''}told: ${property.message}`
  if (property.is === 'found') return `left out, told at reload: ${property.message}`
  return `changes nothing: ${property.why}`
}

const table = (name: StructureName): string => {
  const rows = Object.entries(structures[name]).map(([member, property]) => `| \`${member}\` | ${told(property)} |`)
  return [`## ${name}`, '', '| property | |', '|---|---|', ...rows.sort(), ''].join('\n')
}

/** What becomes of each member of the options of methods. */
export type OptionRows = Readonly<
  Record<string, Readonly<Record<string, { readonly is: string; readonly why?: string }>>>
>

const optionTable = ([name, members]: [string, OptionRows[string]]): string => {
  const rows = Object.entries(members).map(
    ([member, { is, why }]) => `| \`${member}\` | ${is === 'inert' ? 'changes nothing' : is}${why ? `: ${why}` : ''} |`,
  )
  return [`## ${name}`, '', '| member | |', '|---|---|', ...rows.sort(), ''].join('\n')
}

/** The page that lists what becomes of each property of a definition. */
export const renderPropertiesPage = (options: OptionRows): string =>
  [
    '# Properties of hypercubes and list objects',
    '',
    'Every property that a definition may have in the published clients does what it is for, or says that it does not: `qError` with code 20 in the layout of its column, of the part of the column that it makes (`qMiniChart`, `qAttrDimInfo`), or of the hypercube or list object. What is shown without a property is told by the check of a folder, at each reload. Nothing else is ignored that could change a number, a row, an order or a label. This page is rendered from the table that the engine works by.',
    '',
    ...(Object.keys(structures) as StructureName[]).map(table),
    '# Options of methods, and definitions of lists',
    '',
    'What calls take beside plain values, and what lists are defined by.',
    '',
    ...Object.entries(options).map(optionTable),
  ].join('\n')
