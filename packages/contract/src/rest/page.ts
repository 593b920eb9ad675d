import Type, { type TSchema } from 'typebox'

/** A hyperlink of a REST body; always absolute. */
export const Link = Type.Object({ href: Type.String() })

/** `links` of one resource. */
export const SelfLink = Type.Object({ self: Link })

/** `links` of a page of a list (contract 4.0). */
export const PageLinks = Type.Object({ self: Link, next: Type.Optional(Link), prev: Type.Optional(Link) })
export type PageLinks = Type.Static<typeof PageLinks>

/** A page of a list, as the identity resources answer it. `totalResults` only when it was asked for. */
export const pageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({ data: Type.Array(item), links: PageLinks, totalResults: Type.Optional(Type.Integer()) })

/** Query parameters that every paged list takes; `next` and `prev` are opaque and exclude each other. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Entries per page, 20 by default.' })),
  next: Type.Optional(Type.String({ maxLength: 4096, description: 'Cursor: entries after it.' })),
  prev: Type.Optional(Type.String({ maxLength: 4096, description: 'Cursor: entries before it.' })),
}

/** The `filter` parameter: a subset of RFC 7644 section 3.4.2.2. */
export const FilterText = Type.String({
  maxLength: 32_768,
  description: 'RFC 7644 filter; compares case-insensitively.',
})

/** Body of the `actions/filter` calls, for filters too long for an URL. */
export const FilterBody = Type.Object({ filter: Type.Optional(FilterText) }, { additionalProperties: false })
export type FilterBody = Type.Static<typeof FilterBody>
