const longestLink = 1024
// a parser would also take other scripts, other dots, escapes and missing slashes for the host they stand for
const plainlyWritten = /^https:\/\/[a-z0-9.-]+(?::443)?(?:[/?#]|$)/i
const suspicious = /[\s<>"'`\\^{|}[\]\p{Cc}\p{Cf}]/u

/** A link that may be shown: https, exactly one of the hosts in plain letters, no user, no port. `undefined` otherwise. */
export function safeLink(text: string, hosts: ReadonlySet<string>): string | undefined {
  if (text.length > longestLink || suspicious.test(text) || !plainlyWritten.test(text)) return undefined
  const url = URL.parse(text)
  return url !== null && hosts.has(url.hostname) ? url.href : undefined
}
