/** A text that may be shown, or the fact that it may not. */
export type Cleaned = { readonly ok: true; readonly text: string } | { readonly ok: false }

const control = /\p{Cc}|\p{Co}|\p{Cs}/gu
const invisible = /\p{Cf}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point}/gu
// oxlint-disable-next-line no-control-regex -- terminal escape sequences begin with one
const escapeSequence = /\u001B\[[0-?]*[ -/]*[@-~]/g
const longest = { name: 80, title: 100 } as const
const allowed = {
  name: /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’&()/+"“”„\u2010\u2011-]*$/u,
  title: /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,'’&()/+:|"“”„\u2010\u2011–—-]*$/u,
} as const
const instruction =
  /\b(?:ignore|disregard|override|bypass|jailbreak|forget (?:all|any|every|the|what|your)|(?:system|user) prompts?|instructions?|you (?:are|must|should|will|can)|pretend|act as|reveal|exfiltrate|system message|(?:ai|an|the|your) assistant|tool calls?|api keys?|passwords?|customer records|previous (?:rules?|messages?|conversation)|delete all|list all)\b|https?:|www\.|[<>{}[\]`\\$]/i

/**
 * Makes a backend's text fit to be shown: one line, no invisible, direction-changing or control characters. Text that is
 * too long, has characters no name or title has, or reads like an instruction is refused whole.
 */
export function cleanText(raw: string, kind: 'name' | 'title'): Cleaned {
  const text = raw
    .normalize('NFC')
    .replace(escapeSequence, '')
    .replace(invisible, '')
    .replace(control, ' ')

    .replace(/\s+/gu, ' ')
    .trim()
  if (text.length === 0 || text.length > longest[kind]) return { ok: false }
  if (!allowed[kind].test(text) || instruction.test(text.normalize('NFKC'))) return { ok: false }
  return { ok: true, text }
}
