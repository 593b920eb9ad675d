import { type AssetEncoding, assetEncodings } from './asset-manifest.js'

/**
 * Chooses the best stored encoding that a client accepts (RFC 9110 section 12.5.3); undefined for the plain file.
 *
 * @param accepted `Accept-Encoding` header
 */
export const negotiateEncoding = (
  accepted: string | undefined,
  stored: readonly AssetEncoding[],
): AssetEncoding | undefined => {
  const refused = new Set<string>()
  const offered = new Set<string>()
  for (const part of (accepted ?? '').toLowerCase().split(',')) {
    const [name = '', weight = ''] = part.trim().split(/\s*;\s*/)
    if (/^q=0(\.0*)?$/.test(weight)) refused.add(name)
    else offered.add(name)
  }
  return assetEncodings.find(
    (encoding) => stored.includes(encoding) && (offered.has(encoding) || (offered.has('*') && !refused.has(encoding))),
  )
}
