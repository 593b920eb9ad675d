import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { Json } from '../json.js'
import type { Finding } from './finding.js'

/** A value of a JSON file of an app, and where it stands in it. */
export interface Place {
  /** Path in the app folder. */
  readonly file: string
  readonly text: string
  readonly node: Node
}

/** Deeper than any chart nests, and shallow enough for functions that call themselves at each level. */
const greatestDepth = 200

/** Reads the text of a file. What is no JSON is found, and nothing of it is read. */
export const readPlace = (file: string, text: string): Place | Finding => {
  if (depthOf(text) > greatestDepth) return { file, problem: `It is nested deeper than ${greatestDepth} levels.` }
  const errors: ParseError[] = []
  const node = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  const [error] = errors
  if (error === undefined && node !== undefined) return { file, text, node }
  return { file, ...positionAt(text, error?.offset ?? 0), problem: `This is no JSON: ${wordsOf(error)}.` }
}

/** "ValueExpected" in words. */
const wordsOf = (error: ParseError | undefined): string =>
  error === undefined
    ? 'value expected'
    : printParseErrorCode(error.error)
        .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`)
        .toLowerCase()

const depthOf = (text: string): number => {
  let depth = 0
  let deepest = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth)
    if (token === '}' || token === ']') depth--
  }
  return deepest
}

/** The member of an object, `undefined` where there is none. */
export const memberOf = (place: Place | undefined, name: string): Place | undefined =>
  membersOf(place).find((member) => member.name === name)?.value

/** The members of an object with the places of their names. */
export const membersOf = (
  place: Place | undefined,
): readonly { readonly name: string; readonly key: Place; readonly value: Place }[] =>
  place?.node.type === 'object'
    ? (place.node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
        key === undefined || value === undefined
          ? []
          : [{ name: String(key.value), key: { ...place, node: key }, value: { ...place, node: value } }],
      )
    : []

/** The elements of an array. */
export const itemsOf = (place: Place | undefined): readonly Place[] =>
  place?.node.type === 'array' ? (place.node.children ?? []).map((node) => ({ ...place, node })) : []

/** The place on a way of names and positions, as far as there is one. */
export const placeAt = (place: Place, path: readonly (string | number)[]): Place =>
  path.reduce((at, step) => (typeof step === 'number' ? itemsOf(at)[step] : memberOf(at, step)) ?? at, place)

/** The text that stands at a place, `''` for everything else. */
export const textAt = (place: Place | undefined): string =>
  place?.node.type === 'string' ? String(place.node.value) : ''

/** The value of a place. */
export const jsonAt = (place: Place): Json => getNodeValue(place.node) as Json

/** A finding at a place. */
export const foundAt = ({ file, text, node }: Place, problem: string): Finding => ({
  file,
  ...positionAt(text, node.offset),
  problem,
})

/** Line and column of an offset, both counted from 1. */
export const positionAt = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
