const encode = (part: object): string =>
  btoa(JSON.stringify(part)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/**
 * An unsigned JWT with these times; the runtime does not check signatures.
 *
 * @param issuedAt seconds since the epoch
 * @param expiresAt seconds since the epoch
 * @param id makes tokens of equal times differ
 * @param sub whom it is about
 */
export const jwt = (issuedAt: number, expiresAt: number, id = '', sub = 'anna'): string =>
  `${encode({ alg: 'ES256', typ: 'at+jwt' })}.${encode({ iat: issuedAt, exp: expiresAt, jti: id, sub })}.c2ln`
