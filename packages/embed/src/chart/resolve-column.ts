import { embedError } from '../failure/embed-failure.js'
import type { MasterItems } from './master-items.js'

/** A column in the form in which nebula.js adds it to a hypercube. */
export type NebulaColumn =
  | { readonly qLibraryId: string; readonly type: 'dimension' | 'measure' }
  | { readonly qDef: { readonly qFieldDefs: readonly string[] } }
  | { readonly qDef: { readonly qDef: string } }
  | object

/**
 * Resolves what a page wrote as a dimension: `[Name]` or `Name` is the master dimension of that title, else the field;
 * `=expression` is calculated; an object is a QIX definition and taken as it is.
 */
export const resolveDimension = (written: unknown, { dimensions }: MasterItems): NebulaColumn => {
  if (typeof written !== 'string') return asWritten(written, 'dimension')
  const libraryId = dimensions.get(nameIn(written))
  return libraryId === undefined
    ? { qDef: { qFieldDefs: [written.trim()] } }
    : { qLibraryId: libraryId, type: 'dimension' }
}

/**
 * Resolves what a page wrote as a measure: `[Name]` or `Name` is the master measure of that title, else an expression,
 * with or without `=`; an object is a QIX definition and taken as it is.
 */
export const resolveMeasure = (written: unknown, { measures }: MasterItems): NebulaColumn => {
  if (typeof written !== 'string') return asWritten(written, 'measure')
  const libraryId = measures.get(nameIn(written))
  return libraryId === undefined
    ? { qDef: { qDef: written.trim().replace(/^=/, '') } }
    : { qLibraryId: libraryId, type: 'measure' }
}

/** nebula.js tells library dimensions and measures apart by a `type` that is no property of QIX. */
const asWritten = (written: unknown, type: 'dimension' | 'measure'): NebulaColumn => {
  if (typeof written !== 'object' || written === null) {
    throw embedError('EMBED-ATTRIBUTE', `A ${type} has to be a string or an object, not ${JSON.stringify(written)}.`)
  }
  return 'qLibraryId' in written ? { ...written, type } : written
}

/** The name inside `[...]`, where `]]` stands for `]`; the text itself if it is not bracketed as a whole. */
const nameIn = (written: string): string => {
  const trimmed = written.trim()
  const bracketed = /^\[((?:[^\]]|\]\])*)\]$/.exec(trimmed)?.[1]
  return bracketed === undefined ? trimmed : bracketed.replaceAll(']]', ']')
}
