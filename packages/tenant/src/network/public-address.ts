import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** What of IPv4 is not the public internet (IANA's special-purpose registry, RFC 6890 and its updates). */
const reservedIPv4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** What of IPv6's global unicast range is not: protocol assignments (Teredo among them), 6to4, documentation. */
const reservedIPv6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const blockList = (networks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family)
  return list
}

const blockedIPv4 = blockList(reservedIPv4, 'ipv4')
const blockedIPv6 = blockList(reservedIPv6, 'ipv6')
const globalIPv6 = blockList([['2000::', 3]], 'ipv6')

/**
 * Whether an address belongs to the public internet. Everything else is refused by what it is not: loopback, private,
 * link-local, carrier-grade NAT, multicast and unspecified addresses, and IPv6 that wraps an IPv4 address.
 *
 * @param address in text form, as a resolver gives it
 */
export const isPublicAddress = (address: string): boolean => {
  if (isIPv4(address)) return !blockedIPv4.check(address, 'ipv4')
  // A zone id belongs to a link.
  if (!isIPv6(address) || address.includes('%')) return false
  return globalIPv6.check(address, 'ipv6') && !blockedIPv6.check(address, 'ipv6')
}
