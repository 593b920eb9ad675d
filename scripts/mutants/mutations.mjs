/**
 * Edits of code, and of SQL in it, that move a boundary or turn something around: `[pattern, replacement]`. A replacement
 * may use what the pattern found.
 */
const edits = [
  [/(?<=[^<>=!-])(<|>)=(?= |\$)/g, '$1'],
  [/(?<= )(<|>)(?= )/g, '$1='],
  [/===/g, '!=='],
  [/!==/g, '==='],
  [/(?<= )<>(?= )/g, '='],
  [/(?<= )\+(?= )/g, '-'],
  [/(?<= )-(?= )/g, '+'],
  [/(?<= )\*(?= )/g, '/'],
  [/(?<= )\/(?= )/g, '*'],
  [/&&/g, '||'],
  [/\?\?/g, '&&'],
  [/\bAND\b/g, 'OR'],
  [/\bOR\b/g, 'AND'],
  [/\bIS NOT NULL\b/g, 'IS NULL'],
  [/\bIS NULL\b/g, 'IS NOT NULL'],
  [/\bNOT (?!NULL)/g, ''],
  [/\bfloor\b/g, 'ceil'],
  [/\bceil\b/g, 'floor'],
  [/\bround\b/g, 'floor'],
  [/\btrunc\b/g, 'floor'],
  [/\bgreatest\b/g, 'least'],
  [/\bleast\b/g, 'greatest'],
  [/\bmax\b/g, 'min'],
  [/\bmin\b/g, 'max'],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/(?<![\w.'$])\d[\d_]*(?:\.\d+)?(?![\w.])/g, '($& + 1)'],
]

/** What is said of a function rather than done by it. */
const said = /^\s*(?:description|missing|examples|name|page|family|parameters|readonly)\b/

/**
 * All edits of a source file, one at a time. Left out are imports, types, comments, and what is said of functions: names,
 * descriptions, examples.
 *
 * @param {string} source
 * @returns {{ line: number, from: string, to: string, edited: string }[]} the line before and after, and the whole file
 */
export const mutationsOf = (source) => {
  const lines = source.split('\n')
  return lines.flatMap((line, index) => {
    if (!isDone(lines, index)) return []
    return edits.flatMap(([pattern, replacement]) =>
      [...line.matchAll(pattern)].map((match) => {
        const text = replacement.replace(/\$(1|&)/g, (_, group) => (group === '&' ? match[0] : match[1]))
        const to = line.slice(0, match.index) + text + line.slice(match.index + match[0].length)
        return { line: index + 1, from: line.trim(), to: to.trim(), edited: lines.with(index, to).join('\n') }
      }),
    )
  })
}

const isDone = (lines, index) =>
  !/^\s*(\[['"]|\/\/|\/\*|\*|import\b|export type|type |interface |export interface |\} from )/.test(lines[index]) &&
  !isSaid(lines, index)

/** Whether a line belongs to a property that only says something: it stands in it, or deeper below one. */
const isSaid = (lines, index) => {
  const indentOf = (line) => line.search(/\S/)
  let indent = indentOf(lines[index])
  if (indent < 0 || said.test(lines[index])) return true
  for (let above = index - 1; above >= 0; above--) {
    const own = indentOf(lines[above])
    if (own < 0 || own >= indent) continue
    indent = own
    if (said.test(lines[above])) return true
    if (/^(export )?(interface|type) /.test(lines[above])) return true
    if (own === 0) return false
  }
  return false
}
