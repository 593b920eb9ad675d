import { checkPrimeSync } from 'node:crypto'

const primesBelow = (limit: number): bigint[] => {
  const primes: number[] = []
  for (let number = 2; number < limit; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number)
  }
  return primes.map(BigInt)
}

/** Trial division up to here is what NIST SP 800-89 section 5.3.3 asks for. */
const smallPrimes = primesBelow(752)

/** Primes by which the keys of CVE-2017-15361 ("ROCA") give themselves away: those up to 167. */
const fingerprintPrimes = smallPrimes.filter((prime) => prime > 2n && prime <= 167n)

/** For each of those primes the remainders that 65537 generates. */
const fingerprints = fingerprintPrimes.map((prime) => {
  const remainders = new Set<bigint>()
  for (let power = 1n; !remainders.has(power); power = (power * 65537n) % prime) remainders.add(power)
  return [prime, remainders] as const
})

/** Steps of Fermat's method: factors as near to each other as CVE-2022-26320 made them are found in the first few. */
const fermatSteps = 20

/**
 * Why a modulus is no product of two large random primes, as far as that is seen at once, to follow the words "The key".
 *
 * @returns undefined when nothing is wrong with it
 */
export const modulusProblem = (modulus: bigint): string | undefined => {
  if (smallPrimes.some((prime) => modulus % prime === 0n)) return 'has a modulus with a small factor'
  if (checkPrimeSync(modulus, { checks: 2 })) return 'has a modulus that is a prime'
  if (fingerprints.every(([prime, remainders]) => remainders.has(modulus % prime))) {
    return 'has a modulus that is easy to factor (CVE-2017-15361)'
  }
  return hasNearFactors(modulus) ? 'has a modulus whose factors are too near to each other' : undefined
}

const hasNearFactors = (modulus: bigint): boolean => {
  let middle = squareRoot(modulus)
  if (middle * middle < modulus) middle += 1n
  for (let step = 0; step < fermatSteps; step++, middle += 1n) {
    const difference = middle * middle - modulus
    const root = squareRoot(difference)
    if (root * root === difference) return true
  }
  return false
}

/** The integer part of a square root, by Newton's method. */
const squareRoot = (value: bigint): bigint => {
  if (value < 2n) return value
  let guess = 1n << BigInt(value.toString(16).length * 2 + 1)
  for (;;) {
    const better = (guess + value / guess) >> 1n
    if (better >= guess) return guess
    guess = better
  }
}
