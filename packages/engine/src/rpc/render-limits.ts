import { limits } from '../limits.js'

/** The part of the documentation that lists the bounds of what a client sizes. */
export const renderLimits = (): string => {
  const rows = Object.values(limits).map(({ most, of, error }) => `| ${most.toLocaleString('en')} | ${of} | ${error} |`)
  return ['| at most | | more is answered with |', '|---|---|---|', ...rows, ''].join('\n')
}
