/**
 * `alg` values of client assertions: those of contract 1.10, with PS256 and ES256, and EdDSA under both of its names (RFC
 * 8037, RFC 9864). None is symmetric: a client's secret is no key.
 */
export const assertionAlgorithms = ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'] as const
