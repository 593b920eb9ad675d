import type { Flag } from './flag.js'

/** Who may vouch for users of the tenant. */
export interface IdentityProviderRow {
  tenant_id: string
  id: string
  protocol: 'jwtAuth' | 'OIDC'
  provider: string
  description: string | null
  active: Flag
  /** Whether people sign in with it at the tenant. */
  interactive: Flag
  clock_tolerance_sec: number
  /** Whether a first sign-in makes the user. */
  create_new_users: Flag
  post_logout_redirect_uri: string | null
  /** Issuer and key id of a `jwtAuth` provider, by which a JWT finds it; null for other protocols. */
  issuer: string | null
  kid: string | null
  /** JSON of what the protocol needs, without secrets; null while an OIDC provider awaits its verification. */
  options: string | null
  /** The client secret of `options`, sealed under a key derived from the master key. */
  client_secret_encrypted: string | null
  /** The same for options that are not in use yet. */
  pending_options: string | null
  pending_client_secret_encrypted: string | null
  created_at: string
  created_by: string | null
  updated_at: string
}

/** The password of a user of the built-in directory. */
export interface PasswordRow {
  tenant_id: string
  user_id: string
  /** argon2id with its parameters and salt, as a PHC string. It depends on the master key, the tenant and the user too. */
  hash: string
  changed_at: string
}

/** A link with which its holder sets the password of a user, once. */
export interface SignInLinkRow {
  tenant_id: string
  /** Base64url of the SHA-256 of 256 random bits that only the link holds. */
  token_hash: string
  user_id: string
  purpose: 'invitation' | 'password-reset'
  /** Whether it works for a user who administers: whoever made it could do all of that already. */
  for_administrators: Flag
  /** Milliseconds since 1970. */
  expires_at: number
}

/** Attempts to sign in that did not succeed (yet), of one account, one known browser or one network address. */
export interface SignInAttemptsRow {
  tenant_id: string
  /** SHA-256 of what is counted: a name that was typed need not be that of a user, and may be a password. */
  counter_hash: string
  failures: number
  /** Milliseconds since 1970; until then no attempt is let through. */
  blocked_until: number
  /** Milliseconds since 1970; from then on the failures are forgotten. */
  expires_at: number
}
