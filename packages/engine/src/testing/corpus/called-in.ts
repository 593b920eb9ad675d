import { parseExpression } from '../../expressions/parser.js'

/** What a formula calls, with what it expands: names of functions in small letters, operators as they are written. */
export const calledIn = (formula: string): readonly string[] => {
  const found: string[] = []
  JSON.stringify(parseExpression(formula.replaceAll('$(=', '(')), (key, value: unknown) => {
    const node = value as { readonly kind?: string; readonly name?: string; readonly operator?: string } | null
    if (node?.kind === 'call') found.push(String(node.name).toLowerCase())
    if (node?.kind === 'binary') found.push(String(node.operator))
    if (node?.kind === 'unary') found.push(`prefix ${node.operator}`)
    return key === 'at' ? undefined : value
  })
  return found
}
