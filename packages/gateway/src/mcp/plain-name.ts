const plain = /^[\w.-]{1,64}$/
/** Stands for a name that is none; no tool, method or version can be called so. */
const unreadable = '(unreadable)'

/** A caller's own word as it may be repeated in an error: only when it cannot be mistaken for anything but a name. */
export const plainName = (text: string): string => (plain.test(text) ? text : unreadable)

/** The same of a method, whose parts are set apart by `/`. */
export const plainMethod = (text: string): string => (plain.test(text.replaceAll('/', '.')) ? text : unreadable)

/** The same of a resource's address: one of a scheme and plain parts, or one that leads nowhere. */
export const plainUri = (text: string): string => (/^[a-z][a-z0-9+.-]{0,15}:\/\/[\w./-]{1,64}$/.test(text) ? text : 'unreadable:')

/** The same of a header's value, which may be a name or an address in base64. */
export function plainHeader(value: string): string {
  const text = Buffer.from(/^=\?base64\?(.{1,120})\?=$/.exec(value)?.[1] ?? '', 'base64').toString() || value
  return plainMethod(text) === text || plainUri(text) === text ? value : unreadable
}
