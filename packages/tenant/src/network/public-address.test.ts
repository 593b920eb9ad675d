import { describe, expect, it } from 'vitest'
import { isPublicAddress } from './public-address.js'

describe('a public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00:1450::1'])(
    'is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    ['unspecified', ['0.0.0.0', '::']],
    ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
    ['private', ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fd12:3456::1']],
    ['link-local', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fec0::1']],
    ['of a carrier-grade NAT', ['100.64.0.1', '100.127.255.255']],
    ['multicast or broadcast', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
    [
      'IPv4 in IPv6',
      ['::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:7f00:1', '::7f00:1', '64:ff9b::a00:1', '2002:a00:1::'],
    ],
    ['for documentation, tests or tunnels', ['192.0.2.1', '198.18.0.1', '203.0.113.9', '2001:db8::1', '2001::1']],
    // Of the public range but for the zone: the interface that it names is one of this machine's.
    ['bound to a link', ['2606:4700::1111%eth0', '2606:4700::1111%1', '2a00:1450::1%lo']],
    ['no address', ['', 'localhost', '1.2.3', '0x7f000001']],
  ])('is none that is %s', (_kind, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([])
  })
})
