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
