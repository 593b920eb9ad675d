/** What proofs may be signed with: asymmetric algorithms only (RFC 9449 section 4.2). */
export const dpopAlgorithms = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256']
