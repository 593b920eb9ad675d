import Type from 'typebox'

/**
 * A JSON Patch document (RFC 6902) in the dialect of one resource: `operations` are those that the resource knows. Which
 * path takes which operation and value is checked when the patch is read, so that the refusal can name the path.
 */
export const patchOf = (operations: readonly string[]) =>
  Type.Array(
    Type.Object(
      {
        op: Type.Unsafe<string>({ type: 'string', enum: [...operations] }),
        path: Type.String({ maxLength: 256 }),
        value: Type.Optional(Type.Unknown()),
      },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 100 },
  )

/** One operation of a JSON Patch document. */
export interface PatchOperation {
  readonly op: string
  readonly path: string
  readonly value?: unknown
}
