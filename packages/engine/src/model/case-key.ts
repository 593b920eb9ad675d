/**
 * Equal for texts that differ in letter case only, and for no others. One direction alone would let different texts pass
 * for the same: upper-casing makes `ſ` an `S`, `ı` an `I` and `ß` an `SS`, lower-casing makes the Kelvin sign a `k`.
 */
export const caseKey = (text: string): string => `${text.toLowerCase()}\u0000${text.toUpperCase()}`
