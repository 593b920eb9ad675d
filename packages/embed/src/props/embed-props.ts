import type { HostConfig } from '@qlik/api/auth'
import { embedError } from '../failure/embed-failure.js'
import { attributeName } from './attributes.js'
import { typedProps } from './typed-props.js'
import { uiOf } from './uis.js'

/** How a person may interact with a chart; what is left out is allowed, except editing. */
export type Interactions = Partial<Record<'active' | 'passive' | 'select' | 'edit', boolean>>

/** Settings of a chart's surroundings, from the `context` attribute and its short forms. */
export interface EmbedContext {
  readonly theme?: string
  readonly language?: string
  readonly interactions?: Interactions
  readonly constraints?: Interactions
  readonly keyboardNavigation?: boolean
  readonly disableCellPadding?: boolean
}

/** What every ui has. */
export interface CommonProps {
  readonly appId: string
  readonly identity?: string
  readonly hostConfig?: HostConfig
  readonly context: EmbedContext
}

/** A chart that is described instead of stored. */
export interface ChartDescription {
  readonly type: string
  readonly dimensions: readonly unknown[]
  readonly measures: readonly unknown[]
  readonly properties: object
}

/** Attributes of an element, checked. */
export type EmbedProps = CommonProps &
  (
    | { readonly ui: 'analytics/chart'; readonly objectId: string }
    | { readonly ui: 'analytics/chart'; readonly chart: ChartDescription }
    | { readonly ui: 'analytics/sheet'; readonly sheetId: string }
    | { readonly ui: 'analytics/field'; readonly field: string | { readonly libraryId: string } }
    | { readonly ui: 'analytics/selections' }
    | { readonly ui: 'classic/chart'; readonly objectId: string }
    | { readonly ui: 'classic/app'; readonly sheetId?: string }
  )

/** Props of the uis that are drawn on the page itself. */
export type AnalyticsProps = Extract<EmbedProps, { ui: `analytics/${string}` }>
/** Props of the uis that are a page of the tenant in a frame. */
export type ClassicProps = Extract<EmbedProps, { ui: `classic/${string}` }>

/** Whether a ui is drawn on the page itself. */
export const isAnalytics = (props: EmbedProps): props is AnalyticsProps => props.ui.startsWith('analytics/')

type Raw = Readonly<Record<string, unknown>>

/**
 * Checks the props of an element.
 *
 * @param props as a client mounts or sets them
 * @throws {EmbedError} EMBED-UI, EMBED-UI-UNAVAILABLE or EMBED-ATTRIBUTE
 */
export const parseEmbedProps = (props: Raw): EmbedProps => {
  const ui = uiOf(props.ui)
  const raw = typedProps(props)
  const common = commonProps(raw)
  switch (ui) {
    case 'analytics/chart':
      return { ui, ...common, ...chartProps(raw) }
    case 'analytics/sheet':
      return { ui, ...common, sheetId: text(raw, 'sheetId') ?? required(raw, 'objectId', 'sheet-id') }
    case 'analytics/field':
      return { ui, ...common, field: fieldProps(raw) }
    case 'analytics/selections':
      return { ui, ...common }
    case 'classic/chart': {
      const chart = { ...common, objectId: required(raw, 'objectId') }
      return isTrue(raw.iframe) ? { ui, ...chart } : { ui: 'analytics/chart', ...chart }
    }
    case 'classic/app': {
      const sheetId = text(raw, 'sheetId') ?? text(raw, 'sheet')
      return { ui, ...common, ...(sheetId !== undefined && { sheetId }) }
    }
  }
}

const commonProps = (raw: Raw): CommonProps => {
  const identity = text(raw, 'identity')
  return {
    appId: text(raw, 'appId') ?? required(raw, 'app', 'app-id'),
    context: contextProps(raw),
    ...(identity !== undefined && { identity }),
    ...(isRecord(raw.hostConfig) && { hostConfig: raw.hostConfig as HostConfig }),
  }
}

const contextProps = (raw: Raw): EmbedContext => {
  const theme = text(raw, 'theme')
  const language = text(raw, 'language')
  return {
    ...(theme !== undefined && { theme }),
    ...(language !== undefined && { language }),
    ...(isTrue(raw.disableCellPadding) && { disableCellPadding: true }),
    ...(isRecord(raw.context) && (raw.context as EmbedContext)),
  }
}

const chartProps = (raw: Raw): { objectId: string } | { chart: ChartDescription } => {
  const objectId = text(raw, 'objectId')
  const type = text(raw, 'type')
  if (objectId !== undefined && type !== undefined) {
    throw embedError('EMBED-ATTRIBUTE', 'object-id and type exclude each other.')
  }
  if (objectId !== undefined) return { objectId }
  if (type === undefined) throw embedError('EMBED-ATTRIBUTE', 'Either object-id or type is needed.')
  const properties = raw.properties ?? {}
  if (!isRecord(properties)) throw embedError('EMBED-ATTRIBUTE', 'properties has to be a JSON object.')
  return { chart: { type, dimensions: list(raw, 'dimensions'), measures: list(raw, 'measures'), properties } }
}

const fieldProps = (raw: Raw): string | { libraryId: string } => {
  const libraryId = text(raw, 'libraryId')
  if (libraryId === undefined) return required(raw, 'fieldId')
  if ((raw.type ?? 'dimension') !== 'dimension') {
    throw embedError('EMBED-ATTRIBUTE', `A list box shows a dimension; type is '${raw.type}'.`)
  }
  return { libraryId }
}

const list = (raw: Raw, name: string): readonly unknown[] => {
  const value = raw[name] ?? []
  // An empty attribute arrives as an empty object.
  if (isRecord(value) && Object.keys(value).length === 0) return []
  if (!Array.isArray(value)) throw embedError('EMBED-ATTRIBUTE', `${name} has to be a JSON array.`)
  return value
}

const text = (raw: Raw, name: string): string | undefined => {
  const value = raw[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

const required = (raw: Raw, name: string, attribute = attributeName(name)): string => {
  const value = text(raw, name)
  if (value === undefined) throw embedError('EMBED-ATTRIBUTE', `${attribute} is missing.`)
  return value
}

/** Whether a boolean attribute is set: written without a value, or as true. */
const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === ''

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
