import { parse } from 'tldts'

/** A host's name as it stands in a text. */
interface NamedHost {
  readonly host: string
  /** A path, a query or a port follows, so that it is an address and no abbreviation. */
  readonly isAddress: boolean
}

/** The hosts that a word names: what ends in a public suffix and is no part of an e-mail address. */
export function hostsIn(word: string): readonly NamedHost[] {
  if (!word.includes('.')) return []
  const pieces = word.split(/([^\p{L}\p{N}.-]+)/u)
  return pieces.flatMap((piece, at) => {
    if (at % 2 === 1 || !piece.includes('.')) return []
    const host = trimmed(piece)
    const [before = '', after = ''] = [pieces[at - 1], pieces[at + 1]]
    const isAddress = /^[/?#:]/.test(after) && (after.length > 1 || pieces[at + 2] !== '')
    if (!isAddress && (before.endsWith('@') || after.startsWith('@'))) return []
    return endsInSuffix(host) ? [{ host, isAddress }] : []
  })
}

function trimmed(piece: string): string {
  let [from, to] = [0, piece.length]
  while (from < to && '.-'.includes(piece.charAt(from))) from += 1
  while (to > from && '.-'.includes(piece.charAt(to - 1))) to -= 1
  return piece.slice(from, to)
}

// RFC 6761, RFC 6762 and what networks of one's own are called
const ownSuffixes = new Set('example test invalid localhost local internal intranet lan home corp onion'.split(' '))

function endsInSuffix(host: string): boolean {
  const { domain, isIp, isIcann, publicSuffix } = parse(host.toLowerCase())
  return isIp === true || (domain !== null && (isIcann === true || ownSuffixes.has(publicSuffix ?? '')))
}
