import type { Json, JsonObject } from '../json.js'
import { limits } from '../limits.js'

/** Positions count bytes of UTF-8, or units of UTF-16. */
export type Encoding = 'utf8' | 'utf16'

export const encodingOf = (value: Json | undefined): Encoding =>
  value === 'Utf16' || value === 'CHAR_ENCODING_UTF16' || value === 1 ? 'utf16' : 'utf8'

/** The part of a text in which terms are looked for. */
export const searchedPart = (text: string): string => text.slice(0, limits.searchedText.most)

const lengthIn = (text: string, encoding: Encoding): number =>
  encoding === 'utf16' ? text.length : Buffer.byteLength(text)

/** In small letters, as long as before: \u0130 is the one character that would become two. */
const inSmallLetters = (text: string): string => text.replaceAll('\u0130', 'i').toLowerCase()

const rangesOf = (text: string, lower: string, term: string, qTerm: number, encoding: Encoding, most: number) => {
  const wanted = inSmallLetters(term.replaceAll('"', '').trim())
  if (wanted === '' || /[*?^]/.test(wanted)) return []
  const beginsWord = /^[\p{L}\p{N}]/u.test(wanted)
  const found: JsonObject[] = []
  let counted = 0
  let qCharPos = 0
  for (let at = lower.indexOf(wanted); at >= 0 && found.length < most; at = lower.indexOf(wanted, at + wanted.length)) {
    // A character takes two units at most.
    if (beginsWord && /[\p{L}\p{N}]$/u.test(lower.slice(Math.max(at - 2, 0), at))) continue
    qCharPos += lengthIn(text.slice(counted, at), encoding)
    counted = at
    found.push({ qCharPos, qCharCount: lengthIn(text.slice(at, at + wanted.length), encoding), qTerm })
  }
  return found
}

/**
 * Where in a text terms stand, at the beginnings of words; a pattern stands nowhere.
 *
 * @param found positions of those terms that are looked for
 */
export const rangesIn = (
  text: string,
  found: readonly number[],
  terms: readonly string[],
  encoding: Encoding,
): readonly JsonObject[] => {
  const part = searchedPart(text)
  const lower = inSmallLetters(part)
  const most = Math.floor(limits.searchRanges.most / Math.max(found.length, 1))
  return found.flatMap((term) => rangesOf(part, lower, terms[term] ?? '', term, encoding, most))
}
