import { rest } from '@understudy/contract'
import Type, { type TSchema } from 'typebox'

/** Path parameters of a resource's own address. */
export const idParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) })
export type IdParams = Type.Static<typeof idParams>

/** The query of a route that takes none. */
export const noQuery = Type.Object({}, { additionalProperties: false })

/** The query of a route whose published client may send anything, and which takes none of it. */
export const anyQuery = Type.Object({})

/** The answers of a route: the good one, and the error envelope for every other. */
export const answers = (status: 200 | 201 | 204 | 207, body: TSchema): Record<string, TSchema> => ({
  [status]: body,
  '4xx': rest.ErrorEnvelope,
})
