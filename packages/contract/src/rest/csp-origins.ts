import Type from 'typebox'
import { PageLinks, pageQuery } from './page.js'

/** The directives that an entry can extend, by their names in the contract (contract 4.10). */
export const cspDirectives = [
  'childSrc',
  'connectSrc',
  'connectSrcWSS',
  'fontSrc',
  'formAction',
  'frameAncestors',
  'frameSrc',
  'imgSrc',
  'mediaSrc',
  'objectSrc',
  'scriptSrc',
  'styleSrc',
  'workerSrc',
] as const
export type CspDirective = (typeof cspDirectives)[number]

const directives = Object.fromEntries(cspDirectives.map((name) => [name, Type.Optional(Type.Boolean())])) as Record<
  CspDirective,
  Type.TOptional<Type.TBoolean>
>

const content = {
  origin: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'An origin (`https://cdn.example.com`) or a host with or without port. No wildcards.',
  }),
  name: Type.Optional(Type.String({ maxLength: 256 })),
  description: Type.Optional(Type.String({ maxLength: 1024 })),
  ...directives,
}

/** Body of `POST /csp-origins` and `PUT /csp-origins/{id}`; what answers add is taken and not heeded. */
export const CspOriginContent = Type.Object(
  {
    ...content,
    id: Type.Optional(Type.String({ maxLength: 64 })),
    createdDate: Type.Optional(Type.String({ maxLength: 64 })),
    modifiedDate: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: false },
)
export type CspOriginContent = Type.Static<typeof CspOriginContent>

/** An entry of the Content-Security-Policy (contract 4.10). */
export const CspOrigin = Type.Object({
  ...content,
  id: Type.String(),
  createdDate: Type.String(),
  modifiedDate: Type.String(),
})
export type CspOrigin = Type.Static<typeof CspOrigin>

/** Query of `GET /api/v1/csp-origins`. */
export const CspOriginListQuery = Type.Object(
  {
    ...directives,
    name: Type.Optional(Type.String({ maxLength: 256, description: '`*` stands for any text.' })),
    origin: Type.Optional(Type.String({ maxLength: 256, description: '`*` stands for any text.' })),
    sort: Type.Optional(Type.String({ maxLength: 64 })),
    ...pageQuery,
  },
  { additionalProperties: false },
)
export type CspOriginListQuery = Type.Static<typeof CspOriginListQuery>

/** One page of origins. */
export const CspOriginPage = Type.Object({ data: Type.Array(CspOrigin), links: PageLinks })
export type CspOriginPage = Type.Static<typeof CspOriginPage>

/** The policy of our pages with all entries. */
export const CspHeader = Type.Object({ 'Content-Security-Policy': Type.String() })
export type CspHeader = Type.Static<typeof CspHeader>
