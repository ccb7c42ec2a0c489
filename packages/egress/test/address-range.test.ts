import { expect, it } from 'vitest'
import { isLoopbackAddress, isPrivateAddress, isPublicAddress } from '../src/address-range.ts'

it.each([
  '1.1.1.1',
  '93.184.215.14',
  '172.15.255.255',
  '172.32.0.0',
  '100.63.255.255',
  '2606:4700::1111',
  '2001:4860:4860::8888',
  '2a00::1',
])('%s is public', (address) => expect([isPublicAddress(address), isPrivateAddress(address)]).toEqual([true, false]))

it.each([
  ['this machine', '127.0.0.1', '127.255.255.254', '::1'],
  ['RFC 1918', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ['shared by carriers', '100.64.0.1', '100.127.255.254'],
  ['unique local', 'fc00::1', 'fdff::1', 'fd00:ec2::254'],
])('%s is private', (_range, ...addresses) => {
  expect(addresses.filter((address) => isPublicAddress(address) || !isPrivateAddress(address))).toEqual([])
})

it.each([
  ['unspecified', '0.0.0.0', '0.1.2.3', '::'],
  ['link-local, where cloud metadata lives', '169.254.169.254', 'fe80::1', 'fe80::1%1'],
  ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
  [
    'protocol assignments, documentation, benchmarking',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
  ],
  ['reserved', '240.0.0.1', '254.0.0.1', '192.88.99.1'],
  ['mapped and translated IPv4', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1', '::127.0.0.1', '::8.8.8.8'],
  ['NAT64', '64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::a00:1'],
  ['6to4 and Teredo', '2002:7f00:1::', '2002:808:808::1', '2001:0:7f00:1::'],
  ['site-local', 'fec0::1', 'feff::1'],
  ['documentation, benchmarking and identifiers', '2001:db8::1', '3fff::1', '2001:2::1', '2001:10::1', '2001:20::1', '2001:30::1'],
  ['discard, segment routing and never handed out', '100::1', '100:0:0:1::1', '5f00::1', '4000::1', '8000::1', 'e000::1', '1::1'],
  ['a zone on a public address', '2606:4700::1111%eth0'],
  ['no address', '', 'localhost', '0x7f.1', '2130706433', '0177.0.0.1', '127.1', '１２７.0.0.1', '1.1.1.1 ', '[::1]', '127.0.0.1.'],
])('%s is neither', (_range, ...addresses) => {
  expect(addresses.filter((address) => isPublicAddress(address) || isPrivateAddress(address))).toEqual([])
})

it('only this machine is loopback', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].every(isLoopbackAddress)).toBe(true)
  expect(['10.0.0.1', '::ffff:127.0.0.1', '::', '0.0.0.0', '1.1.1.1'].some(isLoopbackAddress)).toBe(false)
})
