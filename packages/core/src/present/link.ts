import { hostsIn } from './host-name.ts'
import { isPlainAscii } from './plain-ascii.ts'

const longestLink = 1024
// a parser would also take other scripts, other dots, escapes and missing slashes for the host they stand for
const plainlyWritten = /^https:\/\/[a-z0-9.-]+(?::443)?(?:[/?#]|$)/i
const suspicious = /[\s<>"'`\\^{|}[\]\p{Cc}\p{Cf}]/u

// a scheme that runs or opens something, or what is opened without one
const openable = /:\/\/|www\.|(?:javascript|vbscript):|(?<![\p{L}\p{N}])(?:https?|data|mailto|tel|sms|file|blob):\S/iu

/** ASCII without a full stop or a colon, and without either there is no scheme, no host and no port. */
const unopenable = /^[ -\-/-9;-~]*$/

// compatible letters are what a reader takes them for
const words = (text: string): readonly string[] => text.split(/\s+/)
const formsOf = (word: string): readonly string[] => {
  if (isPlainAscii(word)) return [word]
  const compatible = word.normalize('NFKC')
  return compatible === word ? [word] : [word, ...words(compatible)]
}
const opens = (word: string): boolean =>
  !unopenable.test(word) && formsOf(word).some((form) => openable.test(form) || hostsIn(form).some(({ isAddress }) => isAddress))

/** Everything in a text that a reader or a program might open, without the punctuation around it. */
export const linksIn = (text: string): readonly string[] =>
  unopenable.test(text)
    ? []
    : words(text)
        .filter(opens)
        .map((word) => word.replace(/^[("'“]/, '').replace(/[)"'”]?[.,;:]?$/, ''))

/** Whether a text names a host or an address for mail, which many programs make a link of. Companies may be called so; people are not. */
export const namesHost = (text: string): boolean =>
  words(text).some(
    (word) =>
      /[^\s@]@[^\s@]/u.test(word) ||
      formsOf(word)
        .flatMap(hostsIn)
        .some(({ host }) => !isAbbreviation(host.toLowerCase())),
  )

// initials and degrees (`M.Sc`, `J.De`) and what comes before a name or a trade (`Dr.med`) end as some hosts do
const shortened = new Set('dr prof dipl mag ing sr jr mr mrs ms asst assoc dir mgr vp'.split(' '))
const common = new Set('com net org io info biz app dev xyz'.split(' '))
const called = new Set(['asp.net', 'vb.net', 'ado.net', 'b.com', 'm.com'])

function isAbbreviation(host: string): boolean {
  const labels = host.split('.')
  return called.has(host) || (!common.has(labels.pop() ?? '') && labels.every((label) => label.length === 1 || shortened.has(label)))
}

/** A link that may be shown: https, exactly one of the hosts in plain letters, no user, no port. `undefined` otherwise. */
export function safeLink(text: string, hosts: ReadonlySet<string>): string | undefined {
  if (text.length > longestLink || suspicious.test(text) || !plainlyWritten.test(text)) return undefined
  const url = URL.parse(text)
  return url !== null && hosts.has(url.hostname) ? url.href : undefined
}
