import { fitsAnywhere } from './fit.ts'
import { readsLikeInstruction } from './instruction.ts'
import { namesHost } from './link.ts'
import { isPlainAscii } from './plain-ascii.ts'
import { unseen } from './unseen.ts'

/** A text that may be shown, or the fact that it may not. */
export type Cleaned = { readonly ok: true; readonly text: string } | { readonly ok: false }

/** What a text stands for, which decides what it may look like. */
export type TextKind = 'name' | 'title' | 'company'

const control = /\p{Cc}|\p{Co}|\p{Cs}/gu
const everyUnseen = new RegExp(unseen, 'gu')
/** Pictures are left out; signs of trade are no pictures. */
const picture = /(?![©®™\d#*])\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20E3/gu
// oxlint-disable-next-line no-control-regex -- terminal escape sequences begin with one
const escapeSequence = /\u001B\[[0-?]*[ -/]*[@-~]/g

/** Characters, after cleaning. */
const longest = { name: 80, title: 100, company: 80 } as const
/** A text so much longer than what is left of it is hiding something. */
const longestRaw = 400
// one class after another without alternatives, so that matching is linear
const allowed = {
  name: /^[\p{L}\p{N}(“"„«'‘’][\p{L}\p{M}\p{N}\u200C-\u200D .,'‘’´&()/+!"“”„«»·・׳״־（）、،\u2010\u2011-]*$/u,
  title: /^(?:#(?=\d)|[\p{L}\p{N}(“"„«№])[\p{L}\p{M}\p{N}\u200C-\u200D .,;'‘’´&()/+:|"“”„«»·・•#№!׳״־（）、،／＆\u2010\u2011–—-]*$/u,
  company: /^[\p{L}\p{N}(“"„«¡#@+][\p{L}\p{M}\p{N}\u200C-\u200D .,'‘’´&()/+:!?|"“”„«»·・•#@™®©°׳״־（）、،／＆₂\u2010\u2011–—-]*$/u,
} as const satisfies Record<TextKind, RegExp>
/** Signs that stand in a title in one place only: `Berater*in`, `CSM @ Northwind`, `50 %`. */
const inPlace = /(?<=\p{L})[*_](?=in(?:nen)?(?!\p{L}))|(?<= )@(?= )|(?<=\d ?)%(?![\da-f])/giu
/** More marks on one letter than any language writes. */
const piledMarks = /\p{M}{6}/u

const visible = (raw: string): string =>
  raw.normalize('NFC').replace(escapeSequence, '').replace(picture, ' ').replace(control, ' ').replace(everyUnseen, '')

/**
 * Makes a backend's text fit to be shown: one line, no invisible, direction-changing or control characters. Text that is
 * too long, has characters none of its kind has, holds a link or gives orders is refused whole.
 */
export function cleanText(raw: string, kind: TextKind): Cleaned {
  if (raw.length > longestRaw) return { ok: false }
  const text = (isPlainAscii(raw) ? raw : visible(raw)).replace(/\s+/gu, ' ').trim()
  if (text.length === 0 || text.length > longest[kind]) return { ok: false }
  const isPlain = allowed[kind].test(kind === 'title' ? text.replace(inPlace, '') : text) && !piledMarks.test(text)
  if (!isPlain || !fitsAnywhere(text) || (kind !== 'company' && namesHost(text))) return { ok: false }
  if (readsLikeInstruction(text, kind === 'company' ? 'text' : kind)) return { ok: false }
  return { ok: true, text }
}
