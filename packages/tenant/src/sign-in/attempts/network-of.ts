import { isIPv6 } from 'node:net'

/** What an address is counted as: one subscriber commonly has a whole /64 of IPv6. */
export const networkOf = (address: string): string => {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [before = '', after = ''] = address.split('::')
  const head = before.split(':').filter(Boolean)
  const tail = after.split(':').filter(Boolean)
  const groups = address.includes('::')
    ? [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail]
    : head
  return `${groups.slice(0, 4).join(':')}::/64`
}
