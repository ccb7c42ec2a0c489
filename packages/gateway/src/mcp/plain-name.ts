const plain = /^[\w.-]{1,64}$/
/** Stands for a name that is none; no tool, method or version can be called so. */
const unreadable = '(unreadable)'

/** A caller's own word as it may be repeated in an error: only when it cannot be mistaken for anything but a name. */
export const plainName = (text: string): string => (plain.test(text) ? text : unreadable)

/** The same of a method, whose parts are set apart by `/`. */
export const plainMethod = (text: string): string => (plain.test(text.replaceAll('/', '.')) ? text : unreadable)

/** The same of a header's value, which may be a name in base64. */
export const plainHeader = (value: string): string =>
  plainMethod(Buffer.from(/^=\?base64\?(.{1,120})\?=$/.exec(value)?.[1] ?? '', 'base64').toString() || value) === unreadable
    ? unreadable
    : value
