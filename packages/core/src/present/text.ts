/** A text that may be shown, or the fact that it may not. */
export type Cleaned = { readonly ok: true; readonly text: string } | { readonly ok: false }

const invisible = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point}/gu
// oxlint-disable-next-line no-control-regex -- terminal escape sequences begin with one
const escapeSequence = /\u001B\[[0-?]*[ -/]*[@-~]/g
const longest = { name: 80, title: 100 } as const
const allowed = {
  name: /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’&()/+-]*$/u,
  title: /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’&()/+:|–—-]*$/u,
} as const
const instruction =
  /\b(?:ignore|disregard|forget|override|bypass|jailbreak|prompts?|instructions?|you (?:are|must|should|will|can)|pretend|act as|reveal|exfiltrate|system message|assistant|tool calls?|api keys?|passwords?|customer records|previous|delete all|list all)\b|https?:|www\.|[<>{}[\]`\\$]/i

/**
 * Makes a backend's text fit to be shown: one line, no invisible, direction-changing or control characters. Text that is
 * too long, has characters no name or title has, or reads like an instruction is refused whole.
 */
export function cleanText(raw: string, kind: 'name' | 'title'): Cleaned {
  const text = raw.normalize('NFC').replace(escapeSequence, '').replace(invisible, ' ').replace(/\s+/gu, ' ').trim()
  if (text.length === 0 || text.length > longest[kind]) return { ok: false }
  if (!allowed[kind].test(text) || instruction.test(text)) return { ok: false }
  return { ok: true, text }
}
