import { type Static, Type } from 'typebox'
import { UserCreate } from '../rest/users.js'

/** Groups that a token call may name for a user. */
const maximumGroups = 200

/** As REST takes them: up to 256 characters, not only blanks. */
const Name = Type.String({ minLength: 1, maxLength: 256, pattern: '^(?=[\\s\\S]*\\S)[^\\u0000]*$' })

/** Attributes that a user may have, the characters of their names and of their values. */
const maximumAttributes = 50
const AttributeValue = Type.String({ maxLength: 1024, pattern: '^[^\\u0000]*$' })

/** Names that can stand as a field name; no blanks around them. */
const attributeName = '^[A-Za-z][A-Za-z0-9_.-]{0,63}$'

/**
 * What the host says of its user in an impersonation request: the member `user`, an addition to contract 1.1. What is
 * absent stays as it is; an empty list or object means none.
 */
export const ProvisionedUser = Type.Object(
  {
    subject: UserCreate.properties.subject,
    name: Type.Optional(Name),
    email: UserCreate.properties.email,
    /** Names of custom groups; section access and spaces go by them. */
    groups: Type.Optional(Type.Array(Name, { maxItems: maximumGroups })),
    attributes: Type.Optional(
      Type.Record(Type.String({ pattern: attributeName }), AttributeValue, {
        maxProperties: maximumAttributes,
        additionalProperties: false,
      }),
    ),
  },
  { additionalProperties: false },
)
export type ProvisionedUser = Static<typeof ProvisionedUser>
