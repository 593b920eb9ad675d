import type { EmbedFailure } from './embed-failure.js'

/** One error of the tenant's envelope (contract section 1.1); `solution` is what the tenant's catalogue advises. */
interface TenantError {
  readonly code?: string
  readonly title?: string
  readonly detail?: string
  readonly meta?: { readonly solution?: string }
}

/**
 * The failure that an error envelope of the tenant tells.
 *
 * @param body the envelope, parsed
 * @param otherwise stands for what the envelope leaves out
 * @returns undefined for anything else than an envelope
 */
export const tenantFailure = (body: unknown, otherwise: EmbedFailure): EmbedFailure | undefined => {
  const [error] = errorsOf(body)
  if (error === undefined) return undefined
  return {
    ...otherwise,
    code: text(error.code) ?? otherwise.code,
    title: text(error.title) ?? otherwise.title,
    reason: text(error.detail) ?? otherwise.reason,
    solution: text(error.meta?.solution) ?? otherwise.solution,
  }
}

const errorsOf = (body: unknown): readonly TenantError[] => {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return []
  return body.errors.filter((error) => typeof error === 'object' && error !== null)
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
