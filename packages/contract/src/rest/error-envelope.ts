import Type from 'typebox'

/** One error of the envelope. `status` is a string on the OAuth endpoints and a number elsewhere (contract 4.0). */
export const ErrorItem = Type.Object({
  code: Type.String(),
  title: Type.String(),
  detail: Type.Optional(Type.String()),
  status: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
  source: Type.Optional(
    Type.Object({ pointer: Type.Optional(Type.String()), parameter: Type.Optional(Type.String()) }),
  ),
  meta: Type.Optional(Type.Unknown()),
})

/** The body of every failed REST call (contract 4.0). */
export const ErrorEnvelope = Type.Object({
  errors: Type.Array(ErrorItem),
  traceId: Type.String(),
  code: Type.Optional(Type.String({ description: 'Of a wrong CSRF token only: where clients look for it.' })),
})
export type ErrorEnvelope = Type.Static<typeof ErrorEnvelope>
