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

/** A link that may be shown: https, exactly one of the hosts, no user, no port. `undefined` otherwise. */
export function safeLink(text: string, hosts: ReadonlySet<string>): string | undefined {
  if (text.length > 1024 || /[\s<>"'`\\^{|}[\]\p{Cc}\p{Cf}]/u.test(text)) return undefined
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return undefined
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return undefined
  return hosts.has(url.hostname) ? url.href : undefined
}
