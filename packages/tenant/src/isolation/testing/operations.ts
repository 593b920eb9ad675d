/** One operation of the API, as `/openapi.json` describes it. */
export interface Operation {
  readonly method: string
  /** With `{parameters}`. */
  readonly path: string
  /** `METHOD /path`. */
  readonly name: string
  readonly hasBody: boolean
  /** Query parameters that are texts, and take an id as well as anything else. */
  readonly queryTexts: readonly string[]
}

interface Described {
  readonly requestBody?: unknown
  readonly parameters?: readonly {
    readonly in: string
    readonly name: string
    readonly schema: { readonly type?: string; readonly enum?: unknown; readonly pattern?: string }
  }[]
}

/** Reads the operations of an OpenAPI document. */
export const operationsOf = (document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}): Operation[] =>
  Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, { requestBody, parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      name: `${method.toUpperCase()} ${path}`,
      hasBody: requestBody !== undefined,
      queryTexts: parameters
        .filter(({ in: place, schema }) => place === 'query' && schema.type === 'string' && schema.enum === undefined)
        .map(({ name }) => name),
    })),
  )

/** What each `{parameter}` of a path names: the segment before it, as `spaces` in `/spaces/{id}`. */
export const parametersOf = (path: string): string[] => {
  const segments = path.split('/')
  return segments.flatMap((segment, index) => (segment.startsWith('{') ? [segments[index - 1] ?? ''] : []))
}

/**
 * The path with ids in place of its parameters.
 *
 * @throws Error when there is none for a segment: every operation is to be called
 */
export const filledPath = (path: string, ids: Readonly<Record<string, string>>): string => {
  const segments = path.split('/')
  return segments
    .map((segment, index) => {
      if (!segment.startsWith('{')) return segment
      const before = segments[index - 1] ?? ''
      // Secrets belong to the confidential client, access codes to the anonymous one.
      const id = ids[before === 'oauth-clients' && path.includes('/client-secrets') ? 'confidential-client' : before]
      if (id === undefined) throw new Error(`There is no example of an id for ${path}: furnish the tenant with one.`)
      return encodeURIComponent(id)
    })
    .join('/')
}
