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
