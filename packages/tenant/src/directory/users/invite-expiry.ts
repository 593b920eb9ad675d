const validity = 30 * 24 * 60 * 60 * 1000

/**
 * When an invitation made or renewed now ends; both sides milliseconds since 1970. Thirty days, as long as a refresh
 * token lives (contract 1.5), since the contract names no other figure.
 */
export const inviteExpiry = (now: number): number => now + validity
