import Type from 'typebox'
import { patchOf } from './json-patch.js'
import { FilterText, pageOf, pageQuery, SelfLink } from './page.js'
import { AssignedRole, RoleRefs } from './roles.js'

/** States of a user (contract 4.1). */
const userStatuses = ['active', 'invited', 'disabled', 'deleted', 'provisioned'] as const
export type UserStatus = (typeof userStatuses)[number]

/** A group as its member shows it (contract 4.1). */
export const AssignedGroup = Type.Object({
  id: Type.String(),
  name: Type.String(),
  providerType: Type.Enum(['idp', 'custom'] as const),
  assignedRoles: Type.Array(AssignedRole),
})
export type AssignedGroup = Type.Static<typeof AssignedGroup>

/** A user (contract 4.1). `groups`, the bare group names, only when `fields` asks for it. */
export const User = Type.Object({
  id: Type.String(),
  tenantId: Type.String(),
  subject: Type.String(),
  name: Type.String(),
  email: Type.Optional(Type.String()),
  status: Type.Enum([...userStatuses] as const),
  clientId: Type.Optional(Type.String()),
  picture: Type.Optional(Type.String()),
  locale: Type.Optional(Type.String()),
  zoneinfo: Type.Optional(Type.String()),
  preferredLocale: Type.Optional(Type.String()),
  preferredZoneinfo: Type.Optional(Type.String()),
  inviteExpiry: Type.Optional(Type.Integer()),
  assignedRoles: Type.Array(AssignedRole),
  assignedGroups: Type.Array(AssignedGroup),
  assignedScopes: Type.Array(Type.String()),
  groups: Type.Optional(Type.Array(Type.String())),
  /** What the host said of the user in a token call; an addition to the contract. */
  attributes: Type.Optional(Type.Record(Type.String(), Type.String())),
  createdAt: Type.String(),
  lastUpdatedAt: Type.String(),
  links: SelfLink,
})
export type User = Type.Static<typeof User>

/** What `fields` leaves of a user: any subset of the fields. */
export const UserSelection = Type.Partial(User)
export type UserSelection = Type.Static<typeof UserSelection>

/** A page of users. */
export const UserPage = pageOf(UserSelection)
export type UserPage = Type.Static<typeof UserPage>

/**
 * No control characters, and no blanks around it: section access ignores those, so a subject with them would be another
 * person's there.
 */
export const identityPattern = '^(?!\\s)[^\\u0000-\\u001f\\u007f-\\u009f]*(?<!\\s)$'

/** A mail address, as far as that can be told from its text. */
export const emailPattern = '^[^\\s@\\u0000-\\u001f\\u007f-\\u009f]+@[^\\s@\\u0000-\\u001f\\u007f-\\u009f]+$'

/** Body of `POST /api/v1/users`. Both official samples post `status: "active"`, so that is taken too (contract 2.4). */
export const UserCreate = Type.Object(
  {
    subject: Type.String({ minLength: 1, maxLength: 256, pattern: identityPattern }),
    name: Type.Optional(Type.String({ maxLength: 256 })),
    email: Type.Optional(Type.String({ maxLength: 254, pattern: emailPattern })),
    picture: Type.Optional(Type.String({ maxLength: 2048, pattern: '^https?://' })),
    status: Type.Optional(Type.Enum(['invited', 'active'] as const)),
    tenantId: Type.Optional(Type.String({ maxLength: 64 })),
    assignedRoles: Type.Optional(RoleRefs),
  },
  { additionalProperties: false },
)
export type UserCreate = Type.Static<typeof UserCreate>

/** Body of `PATCH /api/v1/users/{id}`. */
export const UserPatch = patchOf(['replace', 'set', 'unset', 'add', 'renew', 'remove-value'])
export type UserPatch = Type.Static<typeof UserPatch>

const fields = Type.Optional(
  Type.String({ maxLength: 1024, description: 'Comma-separated names of the fields to answer with.' }),
)

const sort = Type.Optional(Type.String({ maxLength: 64, description: 'A field name after + or -; +name by default.' }))

/** Query of `GET /api/v1/users`. */
export const UserListQuery = Type.Object(
  { ...pageQuery, fields, filter: Type.Optional(FilterText), sort, totalResults: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)
export type UserListQuery = Type.Static<typeof UserListQuery>

/** Query of `POST /api/v1/users/actions/filter`. */
export const UserFilterQuery = Type.Object(
  { ...pageQuery, fields, sort, totalResults: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
)
export type UserFilterQuery = Type.Static<typeof UserFilterQuery>

/** Query of `GET /api/v1/users/{id}`. */
export const UserReadQuery = Type.Object({ fields }, { additionalProperties: false })
export type UserReadQuery = Type.Static<typeof UserReadQuery>

/** Answer of `GET /api/v1/users/actions/count`. */
export const UserCount = Type.Object({ total: Type.Integer() })
export type UserCount = Type.Static<typeof UserCount>

/** Answer of `GET /api/v1/user-locale`. */
export const UserLocale = Type.Object({ locale: Type.String() })

/** Somebody to invite. `resend` makes a new link for who was invited already. */
export const Invitee = Type.Object(
  {
    email: Type.String({ maxLength: 254, pattern: emailPattern }),
    name: Type.Optional(Type.String({ maxLength: 256 })),
    language: Type.Optional(Type.String({ maxLength: 16, pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$' })),
    resend: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type Invitee = Type.Static<typeof Invitee>

/** Body of `POST /api/v1/users/actions/invite` (contract 4.1). */
export const InviteRequest = Type.Object(
  { invitees: Type.Array(Invitee, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
)
export type InviteRequest = Type.Static<typeof InviteRequest>

/**
 * What became of each invitee. `inviteLink` and `inviteExpiry` (seconds since 1970) are ours: the tenant sends no mail,
 * so that whoever invites hands the link over.
 */
export const InviteAnswer = Type.Object({
  data: Type.Array(
    Type.Union([
      Type.Object({
        email: Type.String(),
        status: Type.Enum(['ok', 'exists'] as const),
        subject: Type.String(),
        userId: Type.String(),
        inviteLink: Type.Optional(Type.String()),
        inviteExpiry: Type.Optional(Type.Integer()),
      }),
      Type.Object({
        email: Type.String(),
        status: Type.Literal('error'),
        code: Type.String(),
        title: Type.String(),
        detail: Type.String(),
      }),
    ]),
  ),
})
export type InviteAnswer = Type.Static<typeof InviteAnswer>
