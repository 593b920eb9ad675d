import { expect } from 'vitest'
import type { StartedTenant, TokenAnswer } from './started-tenant.js'

/** The newest audit record of a tenant with one chain. */
export const lastRecord = async (tenant: StartedTenant): Promise<Record<string, unknown>> => {
  const { record } = await tenant.dependencies.store
    .selectFrom('audit_journal')
    .select('record')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  return JSON.parse(record)
}

/**
 * Expects what every refused token request must get, whatever its reason: envelope, RFC 6749 members and a record.
 *
 * @returns the answer, for what else is expected of it
 */
export const expectRefusal = async (
  tenant: StartedTenant,
  body: unknown,
  status: number,
  code: string,
  error: string,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> => {
  const answer = await tenant.requestToken(body, headers)
  expect(answer.body).toMatchObject({
    errors: [{ code, title: expect.any(String), detail: expect.any(String), status: String(status) }],
    traceId: expect.stringMatching(/^[0-9a-f]{20,}$/),
    error,
    error_description: expect.any(String),
  })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.body).not.toHaveProperty('access_token')
  expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-token.refused', outcome: 'refused', errorCode: code })
  return answer
}
