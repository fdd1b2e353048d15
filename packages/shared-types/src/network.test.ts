import { BlockList } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { isInNetworks, normalizeNetwork } from './network.ts'

describe('a network', () => {
  test.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.0.2.7', '192.0.2.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0:1:0:0:1/64', '2001:db8::/64'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::/0', '::/0'],
    ['::ffff:192.0.2.7', '192.0.2.7/32'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3/128'],
    ['fe80::1:2.3.4.5', 'fe80::1:203:405/128'],
  ])('%s is %s', (text, normal) => {
    expect(normalizeNetwork(text)).toBe(normal)
    expect(normalizeNetwork(normal)).toBe(normal)
  })

  test.each([
    '',
    '10',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.0/8/8',
    ' 10.0.0.1',
    '1.2.3.4.5',
    '0x0a.0.0.1',
    'example.org',
    '::ffff:10.0.0.0/104',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    'g::',
    '::/129',
    '::1%eth0',
    '1.2.3.4::',
    '-1.0.0.0',
    `${'1'.repeat(60)}`,
  ])('%j is none', (text) => {
    expect(normalizeNetwork(text)).toBeUndefined()
  })

  test('holds what Node says it holds', () => {
    const random = (below: number) => Math.floor(Math.random() * below)
    for (let round = 0; round < 400; round += 1) {
      const four = round % 2 === 0
      const address = () =>
        four
          ? `${10 + random(2)}.${random(2)}.${random(256)}.${random(256)}`
          : `2001:db8:${random(3).toString(16)}::${random(65_536).toString(16)}`
      const [base, prefix] = [address(), random(four ? 33 : 129)]
      const list = new BlockList()
      list.addSubnet(base, prefix, four ? 'ipv4' : 'ipv6')
      for (let n = 0; n < 5; n += 1) {
        const asked = address()
        const network = `${base}/${prefix}`
        expect([asked, network, isInNetworks(asked, [network])]).toEqual([
          asked,
          network,
          list.check(asked, four ? 'ipv4' : 'ipv6'),
        ])
      }
    }
  })

  test('of IPv4 holds an address that came over IPv6, and no other family', () => {
    expect(isInNetworks('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true)
    expect(isInNetworks('::1', ['0.0.0.0/0'])).toBe(false)
    expect(isInNetworks('127.0.0.1', ['::/0'])).toBe(false)
    expect(isInNetworks('unknown', ['0.0.0.0/0', '::/0'])).toBe(false)
    expect(isInNetworks('10.0.0.1', [])).toBe(false)
  })
})
