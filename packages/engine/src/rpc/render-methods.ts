import { errorCatalogue } from '@understudy/contract'
import { type Fate, methodFates } from './methods.js'

const toldOf = (fate: Fate): string => {
  if (fate.is !== 'refused') return fate.note === undefined ? fate.is : `${fate.is}; ${fate.note}`
  const entry = errorCatalogue[fate.code]
  return `refused with ${'qixCode' in entry ? entry.qixCode : fate.code}: ${fate.reason}`
}

const table = (kind: string, fates: ReadonlyMap<string, Fate>): string => {
  const rows = [...fates].map(([name, fate]) => `| \`${name}\` | ${toldOf(fate)} |`)
  return [`### ${kind}`, '', '| method | |', '|---|---|', ...rows.sort(), ''].join('\n')
}

/** The part of the documentation that tells of each method what becomes of its calls. */
export const renderMethods = (): string =>
  Object.entries(methodFates)
    .map(([kind, fates]) => table(kind, fates))
    .join('\n')
