import { type Json, type JsonObject, objectOf } from '../../json.js'

/**
 * What a client may do. The lists are explicit, because clients take an empty one for "everything". They inform; what
 * counts is checked where a method runs.
 */
export const privileges = { stored: ['read'], session: ['read', 'update', 'delete'] } as const

/** `qMeta` of a `qMetaDef`: its members and what the client may do. */
export const metaLayout = (metaDefinition: Json | undefined, id: string, origin: 'app' | 'session'): JsonObject => {
  const definition = objectOf(metaDefinition)
  return {
    title: '',
    description: '',
    tags: [],
    ...definition,
    id,
    privileges: origin === 'app' ? privileges.stored : privileges.session,
    published: origin === 'app',
    approved: origin === 'app',
  }
}
