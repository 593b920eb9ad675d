/** The field of Ed25519 (RFC 8032 section 5.1). */
const prime = 2n ** 255n - 19n

/** The curve's `d`. */
const curveConstant = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

/** `y` of the points that have order eight, but for their sign. */
const orderEight = 2707385501144840649318225287225658788936804267575313519463743609750303402022n

/** `y` of all points of small order. */
const smallOrder: ReadonlySet<bigint> = new Set([0n, 1n, prime - 1n, orderEight, prime - orderEight])

/**
 * Why 32 bytes are no public key of Ed25519, to follow the words "The key". For a point of small order anybody makes
 * signatures that verify; OpenSSL takes it, and points off the curve too.
 *
 * @returns undefined when nothing is wrong with them
 */
export const pointProblem = (bytes: Uint8Array): string | undefined => {
  const littleEndian = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
  const y = littleEndian & ((1n << 255n) - 1n)
  if (y >= prime) return 'is a point that is written in another way than the one that is allowed'
  if (smallOrder.has(y)) return 'is a point of small order, for which anybody can sign'
  const square = ((y * y - 1n + prime) * power(curveConstant * y * y + 1n, prime - 2n)) % prime
  return power(square, (prime - 1n) / 2n) === 1n ? undefined : 'is no point of its curve'
}

const power = (base: bigint, exponent: bigint): bigint => {
  let [result, factor] = [1n, base % prime]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % prime
    factor = (factor * factor) % prime
  }
  return result
}
