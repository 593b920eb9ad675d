import { BlockList, isIP, isIPv6 } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/**
 * Whether a host is this machine to itself, whatever its network.
 *
 * @param host a name or an address, an IPv6 address in brackets or without
 */
export const isLoopback = (host: string): boolean => {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIP(name) === 0) return name === 'localhost' || name.endsWith('.localhost')
  return loopback.check(name, isIPv6(name) ? 'ipv6' : 'ipv4')
}
