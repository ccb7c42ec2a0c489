/** IPv4 addresses no backend may be at unless somebody said so: this machine, private networks, cloud metadata, special purposes. */
export const insideAddresses: readonly string[] = [
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '169.254.169.254',
  '169.254.170.2',
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.192',
  '198.18.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
]

const octetsOf = (address: string): [number, number, number, number] => address.split('.').map(Number) as [number, number, number, number]
const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0')

/** An IPv4 address inside IPv6 ones, in every way the protocols have had for it. */
export function wrapped(address: string): readonly string[] {
  const [a, b, c, d] = octetsOf(address)
  const [high, low] = [hex(a) + hex(b), hex(c) + hex(d)]
  return [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::FFFF:${high.toUpperCase()}:${low.toUpperCase()}`,
    `::ffff:0:${high}:${low}`,
    `::${high}:${low}`,
    `::${address}`,
    `64:ff9b::${address}`,
    `64:ff9b::${high}:${low}`,
    `64:ff9b:1::${high}:${low}`,
    `2002:${high}:${low}::`,
    `2002:${high}:${low}::1`,
    `2001:0:${high}:${low}::1`,
    `2001:0:1:1:0:0:${hex((~a & 255) * 256 + (~b & 255), 4)}:${hex((~c & 255) * 256 + (~d & 255), 4)}`,
    `fe80::5efe:${high}:${low}`,
    `fec0::${high}:${low}`,
    `fe80::1%lo`,
  ]
}

/** IPv6 addresses of this machine, of private networks and of special purposes. */
export const insideAddresses6: readonly string[] = [
  '::',
  '::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  '3fff::1',
  '5f00::1',
]

/** One IPv4 address as URL parsers, C libraries and browsers have been known to read it. */
export function spellings(address: string): readonly string[] {
  const octets = octetsOf(address)
  const [a, b, c, d] = octets
  const whole = ((a * 256 + b) * 256 + c) * 256 + d
  const each = (spell: (octet: number) => string, dot = '.'): string => octets.map(spell).join(dot)
  const digits = (zero: number): string => address.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
  return [
    String(whole),
    `0x${hex(whole, 8)}`,
    `0X${hex(whole, 8).toUpperCase()}`,
    `0x${'0'.repeat(20)}${hex(whole, 8)}`,
    `0${whole.toString(8)}`,
    String(whole + 2 ** 32),
    each((octet) => `0x${hex(octet)}`),
    each((octet) => `0X${hex(octet, 4)}`),
    each((octet) => `0${octet.toString(8)}`),
    each((octet) => `000${octet.toString(8)}`),
    each((octet) => String(octet).padStart(3, '0')),
    each((octet) => String(octet + 256)),
    `0x${hex(a)}.${b}.0${c.toString(8)}.${d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `0x${hex(a)}.0x${hex((b * 256 + c) * 256 + d, 6)}`,
    `${address}.`,
    `${whole}.`,
    `0x${hex(whole, 8)}.`,
    digits(0xff10),
    digits(0x1d7ce),
    digits(0xff10).replaceAll('.', '。'),
    address.replaceAll('.', '．'),
    address.replaceAll('.', '｡'),
    address.replaceAll('.', '%2e'),
    each((octet) => String(octet), '%E3%80%82'),
    encodeURIComponent(address).replaceAll(/\d/g, (digit) => `%3${digit}`),
    `[${address}]`,
    `${address}%00.crm.example`,
    `crm.example@${address}`,
    `crm.example%40${address}`,
    `crm.example\\@${address}`,
    `${address}#@crm.example`,
    `${address}\\.crm.example`,
    `\t${address}`,
    `${address.slice(0, 3)}\n${address.slice(3)}`,
  ]
}
