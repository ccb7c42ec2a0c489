import type { Texts } from '../../support/production/production-texts.ts'

/** A way to make a good set bad. */
export interface BadSet {
  readonly what: string
  readonly spoil: (texts: Texts) => Texts
  /** Stands somewhere in the faults that are told. */
  readonly told: string
}

const replaced = (file: keyof Texts, from: string | RegExp, to: string) => (texts: Texts) => {
  const text = texts[file].replace(from, to)
  if (text === texts[file]) throw new Error(`${file} does not hold ${String(from)}`)
  return { ...texts, [file]: text }
}

/** One of each kind. Nothing listens on port 1 of this machine. */
export const badSets: readonly BadSet[] = [
  { what: 'syntax', spoil: replaced('people.yaml', 'version: 1', 'version: [1'), told: 'people.yaml' },
  { what: 'schema', spoil: replaced('routing.yaml', 'last_resort:', 'last_resorts:'), told: 'last_resorts' },
  { what: 'duplicate', spoil: replaced('access.yaml', 'version: 1', 'version: 1\nversion: 1'), told: 'unique' },
  {
    what: 'missing secret',
    spoil: replaced('connectors.yaml', 'tab: Booking links', 'tab: ${env:NOT_THERE_AT_ALL}'),
    told: 'NOT_THERE_AT_ALL',
  },
  {
    what: 'unreachable backend',
    spoil: (texts) => {
      const host = /base_url: http:\/\/(127\.0\.0\.1:\d+)/.exec(texts['connectors.yaml'])?.[1] ?? 'none'
      const moved = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replaceAll(host, '127.0.0.1:1')]))
      return moved as unknown as Texts
    },
    told: 'BACKEND_UNAVAILABLE',
  },
  { what: 'half written', spoil: replaced('routing.yaml', /\nlast_resort[^]*/, '\nlast_res'), told: 'routing.yaml' },
  { what: 'no bytes', spoil: replaced('people.yaml', /[^]*/, ''), told: 'people.yaml' },
]
