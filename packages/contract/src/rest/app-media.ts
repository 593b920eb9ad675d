import Type from 'typebox'

/** Query of `GET /api/v1/apps/{id}/media/list/{path}`. */
export const AppMediaListQuery = Type.Object(
  {
    show: Type.Optional(
      Type.String({ maxLength: 16, description: '`r`, `recursive`, `a` or `all`: the files of folders below, too.' }),
    ),
  },
  { additionalProperties: false },
)
export type AppMediaListQuery = Type.Static<typeof AppMediaListQuery>

/** Pictures of an app, in the terms of the published client. */
export const AppContentList = Type.Object({
  data: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), link: Type.String(), type: Type.String() })),
  library: Type.String(),
  subpath: Type.String(),
})
export type AppContentList = Type.Static<typeof AppContentList>
