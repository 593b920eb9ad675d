import { rest, UnderstudyError } from '@understudy/contract'
import type { Static, TObject, TProperties, TSchema } from 'typebox'
import { patchValue } from '../patching/read-patch.js'
import type { IdentityProviderRow } from '../store/schema.js'

type Values = {
  [Name in keyof typeof rest.identityProviderPatchValues]: Static<(typeof rest.identityProviderPatchValues)[Name]>
}

/** One change of a provider. */
export type ProviderChange =
  | { readonly [Name in keyof Values]: { readonly kind: Name; readonly value: Values[Name] } }[keyof Values]
  | {
      readonly kind: 'all-options'
      readonly of: OptionSet
      readonly value: rest.OidcOptionsInput
      readonly pointer: string
    }
  | {
      readonly kind: 'option'
      readonly of: OptionSet
      readonly value: Partial<rest.OidcOptionsInput>
      readonly pointer: string
    }
  | { readonly kind: 'promote-options' }

/** The options in use, or those that wait to be. */
export type OptionSet = 'options' | 'pendingOptions'

/** The contract lets only the description of a `jwtAuth` provider be changed; that it can be switched off is ours. */
const jwtPaths = ['/active', '/description']

const refuse = (detail: string, pointer: string): UnderstudyError =>
  new UnderstudyError('REST-INVALID-PATCH', detail, { source: { pointer } })

/**
 * Reads a patch of a provider (contract 4.5).
 *
 * @throws UnderstudyError REST-INVALID-PATCH
 */
export const readProviderPatch = (
  protocol: IdentityProviderRow['protocol'],
  patch: rest.IdentityProviderPatch,
): ProviderChange[] =>
  patch.map(({ op, path = '', value }, index) => {
    const pointer = `/${index}/value`
    if (protocol === 'jwtAuth' && (op !== 'replace' || !jwtPaths.includes(path)))
      throw refuse(`A provider of JWTs takes "replace" of ${jwtPaths.join(' and ')} only.`, `/${index}/path`)
    if (op === 'promote-options') return { kind: 'promote-options' }
    const [, name = '', member, ...deeper] = path.split('/')
    if (deeper.length > 0) throw unknownPath(path, index)
    if (name === 'options' || name === 'pendingOptions') {
      if (member === undefined)
        return { kind: 'all-options', of: name, value: patchValue(rest.OidcOptionsInput, value, pointer), pointer }
      const schema = memberOf(rest.OidcOptionsInput, member)
      if (schema === undefined) throw unknownPath(path, index)
      return { kind: 'option', of: name, value: { [member]: patchValue(schema, value, pointer) }, pointer }
    }
    if (member !== undefined || !isValueName(name)) throw unknownPath(path, index)
    return { kind: name, value: patchValue(rest.identityProviderPatchValues[name], value, pointer) } as ProviderChange
  })

const isValueName = (name: string): name is keyof Values => Object.hasOwn(rest.identityProviderPatchValues, name)

const memberOf = ({ properties }: TObject<TProperties>, name: string): TSchema | undefined =>
  Object.hasOwn(properties, name) ? properties[name] : undefined

const unknownPath = (path: string, index: number): UnderstudyError =>
  refuse(
    `"${path}" cannot be patched; use ${Object.keys(rest.identityProviderPatchValues)
      .map((name) => `/${name}`)
      .join(', ')}, or /options and /pendingOptions as a whole or one of their members.`,
    `/${index}/path`,
  )
