import { describe, expect, it } from 'vitest'
import { safeLink } from '../src/index.ts'
import { hostileStrings } from './support/corpora.ts'

const hosts = new Set(['book.northwind.example', 'calendly.com'])

describe('a link', () => {
  it.each([
    'https://book.northwind.example/sarah',
    'https://calendly.com/northwind/sarah?month=2026-11#slot',
    'https://book.northwind.example/',
  ])('to an allowed host is shown as it is: %s', (link) => expect(safeLink(link, hosts)).toBe(link))

  it('comes out in one spelling', () => {
    expect(safeLink('HTTPS://BOOK.northwind.example:443/a/../sarah', hosts)).toBe('https://book.northwind.example/sarah')
  })

  it.each([
    'http://book.northwind.example/sarah',
    'https://book.northwind.example.evil.example/sarah',
    'https://evil.example/book.northwind.example',
    'https://evil.example?https://book.northwind.example',
    'https://book.northwind.example@evil.example/',
    'https://sarah:pw@book.northwind.example/',
    'https://sarah@book.northwind.example/',
    'https://book.northwind.example:8443/',
    'https://xbook.northwind.example/',
    'https://northwind.example/',
    'https://bооk.northwind.example/',
    'https://book.northwind.example%2eevil.example/',
    'https://book.northwind.example./',
    '//book.northwind.example/',
    'book.northwind.example/sarah',
    'javascript:alert(1)//book.northwind.example',
    'data:text/html,hello',
    'ftp://book.northwind.example/',
    'https://book.northwind.example\\@evil.example/',
    'https://book.northwind.example/ sarah',
    'https://book.northwind.example/\nX: y',
    'https://book.northwind.example/\u202Egpj.exe',
    'https://book.northwind.example/\u200Bsarah',
    'https://book.northwind.example/"onclick="x',
    'https://book.northwind.example/<script>',
    '#REF!',
    '',
  ])('that is not exactly that is not shown: %j', (link) => expect(safeLink(link, hosts)).toBeUndefined())

  it.each([
    ['full-width letters', 'https://ｂook.northwind.example/'],
    ['mathematical letters', 'https://𝐛𝐨𝐨𝐤.northwind.example/'],
    ['a dotless i', 'https://book.northwınd.example/'],
    ['a long s', 'https://bookſ.northwind.example/'],
    ['a Kelvin sign', 'https://boo\u212A.northwind.example/'],
    ['Cyrillic letters', 'https://bооk.northwind.example/'],
    ['Greek letters', 'https://bοοk.northwind.example/'],
    ['a whole Cyrillic label', 'https://сalendlу.com/'],
    ['their punycode', 'https://xn--bk-xbba.northwind.example/'],
    ['a combining mark', 'https://book\u0307.northwind.example/'],
    ['ideographic full stops', 'https://book。northwind。example/'],
    ['full-width full stops', 'https://book．northwind．example/'],
    ['half-width full stops', 'https://book｡northwind｡example/'],
    ['a soft hyphen', 'https://bo\u00ADok.northwind.example/'],
    ['a word joiner', 'https://book\u2060.northwind.example/'],
    ['a division slash', 'https://book.northwind.example\u2215.evil.example/'],
    ['a fraction slash', 'https://book.northwind.example\u2044@evil.example/'],
    ['a full-width slash', 'https://book.northwind.example\uFF0F.evil.example/'],
    ['a full-width at', 'https://book.northwind.example\uFF20evil.example/'],
    ['a full-width question mark', 'https://evil.example\uFF1F.book.northwind.example/'],
    ['escaped letters', 'https://b%6Fok.northwind.example/'],
    ['escaped dots', 'https://book%2Enorthwind%2Eexample/'],
    ['an escaped slash', 'https://book.northwind.example%2F.evil.example/'],
    ['an escaped at', 'https://book.northwind.example%40evil.example/'],
    ['an empty user', 'https://@book.northwind.example/'],
    ['an empty user and word', 'https://:@book.northwind.example/'],
    ['two ats', 'https://book.northwind.example@book.northwind.example@evil.example/'],
    ['an empty port', 'https://book.northwind.example:/'],
    ['a port with zeros', 'https://book.northwind.example:0443/'],
    ['no slashes', 'https:book.northwind.example/'],
    ['one slash', 'https:/book.northwind.example/'],
    ['three slashes', 'https:///book.northwind.example/'],
    ['backslashes', 'https:\\\\book.northwind.example/'],
    ['a backslash before the path', 'https://book.northwind.example\\.evil.example/'],
    ['a tab within', 'https://book.northwind\t.example/'],
    ['a line break within', 'https://book.northwind\n.example/'],
    ['a carriage return in the scheme', 'ht\rtps://book.northwind.example/'],
    ['a null', 'https://book.northwind.example\0.evil.example/'],
    ['a space before', ' https://book.northwind.example/'],
    ['a trailing dot', 'https://calendly.com./northwind'],
    ['two dots', 'https://calendly..com/'],
    ['brackets', 'https://[::ffff:1.2.3.4]/'],
    ['a number for a host', 'https://2130706433/'],
    ['a view of the source', 'view-source:https://book.northwind.example/'],
    ['a blob', 'blob:https://book.northwind.example/x'],
    ['a file system', 'filesystem:https://book.northwind.example/x'],
  ])('whose host is written with %s is not shown', (_how, link) => expect(safeLink(link, hosts)).toBeUndefined())

  it('that is very long is not shown', () => {
    expect(safeLink(`https://calendly.com/${'a'.repeat(2000)}`, hosts)).toBeUndefined()
  })

  it('from any collection of attacks leads nowhere but to an allowed host, over https', () => {
    const strings = hostileStrings('ssrf', 'naughty-strings', 'injection', 'prompt-injection')
    const dressed = strings.flatMap((text) => [
      text,
      `https://book.northwind.example${text}`,
      `https://book.northwind.example/${text}`,
      `https://${text}`,
    ])
    const shown = dressed.map((text) => safeLink(text, hosts)).filter((link) => link !== undefined)
    expect(shown.filter((link) => !/^https:\/\/(?:book\.northwind\.example|calendly\.com)\//.test(link))).toEqual([])
  })
})
