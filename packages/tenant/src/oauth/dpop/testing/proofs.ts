import { hash, randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** A key pair that makes proofs, as any client would. */
export interface ProofKey {
  readonly jkt: string
  /** Signs a proof; members of `changes` replace its own, undefined ones are left out. */
  readonly prove: (claims: ProofClaims, changes?: { header?: object; claims?: object }) => Promise<string>
}

/** What a proof is about. */
export interface ProofClaims {
  readonly htm: string
  readonly htu: string
  readonly nonce?: string | undefined
  readonly accessToken?: string
}

/** Makes a key of an algorithm. */
export const proofKey = async (alg = 'ES256'): Promise<ProofKey> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    jkt: await calculateJwkThumbprint(jwk),
    prove: ({ accessToken, ...claims }, changes = {}) => {
      const payload = {
        jti: randomUUID(),
        iat: Math.floor(Date.now() / 1000),
        ...claims,
        ...(accessToken !== undefined && { ath: hash('sha256', accessToken, 'base64url') }),
        ...changes.claims,
      }
      return new SignJWT(payload as JWTPayload)
        .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk, ...changes.header })
        .sign(privateKey)
    },
  }
}
