const longestLink = 1024
// a parser would also take other scripts, other dots, escapes and missing slashes for the host they stand for
const plainlyWritten = /^https:\/\/[a-z0-9.-]+(?::443)?(?:[/?#]|$)/i
const suspicious = /[\s<>"'`\\^{|}[\]\p{Cc}\p{Cf}]/u

// a scheme that runs or opens something, an address, or a host with a path; each part is bounded, so that searching is linear
const linkLike = /:\/\/|www\.|(?:javascript|vbscript):|(?:https?|data|mailto|tel|sms|file|blob):\S|[\p{L}\p{N}-]\.[a-z]{2,24}\/\S/iu

/** Whether a text holds anything a reader or a program might open. */
export const holdsLink = (text: string): boolean => linkLike.test(text)

/** Everything in a text that a reader or a program might open, without the punctuation around it. */
export const linksIn = (text: string): readonly string[] =>
  text
    .split(/\s+/)
    .filter(holdsLink)
    .map((word) => word.replace(/^[("'“]/, '').replace(/[)"'”]?[.,;:]?$/, ''))

/** A link that may be shown: https, exactly one of the hosts in plain letters, no user, no port. `undefined` otherwise. */
export function safeLink(text: string, hosts: ReadonlySet<string>): string | undefined {
  if (text.length > longestLink || suspicious.test(text) || !plainlyWritten.test(text)) return undefined
  const url = URL.parse(text)
  return url !== null && hosts.has(url.hostname) ? url.href : undefined
}
