import Type from 'typebox'

/** Where a sign-in shall lead (contract 0.10); of forms too. */
export const destination = {
  // It comes back from identity providers in a cookie, which browsers keep up to 4096 bytes of.
  returnto: Type.Optional(Type.String({ maxLength: 2048 })),
  'qlik-web-integration-id': Type.Optional(Type.String({ maxLength: 64 })),
}

/** Query of `GET /login`, with what an authorization request passes on. Others are let be. */
export const LoginQuery = Type.Object({
  ...destination,
  /** As OpenID Connect has it: values separated by spaces. */
  prompt: Type.Optional(Type.String({ maxLength: 64 })),
  max_age: Type.Optional(Type.Integer({ minimum: 0 })),
  login_hint: Type.Optional(Type.String({ maxLength: 256 })),
})
export type LoginQuery = Type.Static<typeof LoginQuery>
