/** What the runtime does about an attribute. */
type Treatment =
  /** It decides what is shown. */
  | 'used'
  /** It is the page's business, not ours. */
  | 'page'
  /** It asks for looks that there are not here: the element works all the same, so nobody is told. */
  | 'looks'
  /** It asks for a function that there is not here: whoever builds the page is told. */
  | 'function'

const all = <Name extends string>(treatment: Treatment, ...names: Name[]): readonly (readonly [string, Treatment])[] =>
  names.map((name) => [name, treatment])

/** Attributes of all client versions, as props; one that is new to us gets its line here. */
const treatments: ReadonlyMap<string, Treatment> = new Map([
  ...all('used', 'ui', 'appId', 'app', 'identity', 'hostConfig', 'theme', 'language', 'context', 'disableCellPadding'),
  ...all('used', 'objectId', 'type', 'dimensions', 'measures', 'properties', 'sheetId', 'sheet', 'fieldId'),
  ...all('used', 'libraryId', 'iframe'),
  // The host configuration, of clients that hand it over in single props.
  ...all('used', 'host', 'clientId', 'authType', 'getAccessToken', 'redirectUri', 'accessTokenStorage', 'apiKey'),
  ...all('used', 'accessCode', 'webIntegrationId', 'loginUri', 'crossSiteCookies', 'autoRedirect', 'embedRuntimeUrl'),
  ...all('used', 'authRedirectUserConfirmation'),
  ...all('page', 'exposeRefApi', 'style', 'class', 'className', 'id', 'key', 'title', 'slot', 'hidden', 'inert'),
  ...all('page', 'tabindex', 'tabIndex', 'role', 'lang', 'dir', 'part', 'is', 'draggable', 'translate', 'name'),
  ...all('looks', 'preview', 'appearance', 'variant', 'iframePath'),
  ...all('function', 'overrideProperties', 'stateName', 'bookmark', 'bookmarkId', 'clearSelections', 'clearState'),
  ...all('function', 'select', 'onRendered', 'interceptAppNavigation'),
])

/** Names of HTML and of frameworks that no client gives a meaning. */
const pageName = /^(?:data|aria|on|ng|v|x)[A-Z-]|^[^a-z]/

/** `name:type` or `name___type`, the types that attributes may carry in their names. */
export const typedName = /^(.+?)(?::|___)(json|number|boolean)$/i

/** The name of a prop without its type. */
const bareName = (prop: string): string => typedName.exec(prop)?.[1] ?? prop

/** What the runtime does about a prop; undefined for one that it does not know. */
const treatmentOf = (prop: string): Treatment | undefined => {
  const name = bareName(prop)
  return treatments.get(name) ?? (pageName.test(name) ? 'page' : undefined)
}

/** Whether what is shown may depend on a prop. */
export const isRelevant = (prop: string): boolean => ['used', undefined].includes(treatmentOf(prop))

/** An attribute's name in HTML. */
export const attributeName = (prop: string): string =>
  bareName(prop).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Attributes that ask for a function that there is not here. */
export const unsupportedAttributes: readonly string[] = [...treatments]
  .filter(([, treatment]) => treatment === 'function')
  .map(([name]) => attributeName(name))

/** What whoever builds a page should know of its props: those without the function that they ask for, and unknown ones. */
export const attributeWarnings = (props: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(props).flatMap(([prop, value]) => {
    const treatment = treatmentOf(prop)
    if (value === undefined || (treatment !== 'function' && treatment !== undefined)) return []
    const element = `<qlik-embed ui="${props.ui}">`
    return treatment === 'function'
      ? [`${element}: ${attributeName(prop)} has no effect, the tenant does not have this function.`]
      : [`${element}: ${attributeName(prop)} is no attribute that the tenant knows.`]
  })
