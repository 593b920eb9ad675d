import { Failure } from '../steps/failure.mjs'

/**
 * The few REST calls that setting up the demo needs, as the administrator client.
 *
 * @returns {Promise<(method: string, path: string, body?: unknown) => Promise<any>>}
 * @throws {Failure} with the tenant's own words
 */
export const connectAsAdministrator = async (tenantUrl, { clientId, clientSecret }) => {
  const call = async (method, path, body, token) => {
    const response = await fetch(`${tenantUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Failure(`The tenant refused ${method} ${path} (${response.status}): ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  const { access_token } = await call('POST', '/oauth/token', {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  })
  return (method, path, body) => call(method, path, body, access_token)
}
