import type { Cell } from './wire.ts'

/** What a cell says about one thing: nothing, something, or something nobody can use. */
export type Reading<Value> = { readonly value?: Value; readonly isRejected: boolean }

const failedFormula = /^(?:#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|ERROR!|SPILL!|CALC!)|Loading\.\.\.)/i
const emailShape = /^[^\s@<>",;]{1,64}@[^\s@<>",;]{1,189}$/
const languageShape = /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i

/** A cell as text; `undefined` when it is empty. */
export function readText(cell: Cell | undefined): string | undefined {
  const text = cell === null || cell === undefined ? '' : String(cell).trim()
  return text === '' ? undefined : text
}

/** Whether a cell shows what a formula says when it fails, or has not finished. */
export function isFailedFormula(cell: Cell | undefined): boolean {
  return typeof cell === 'string' && failedFormula.test(cell.trim())
}

/** A web address. */
export function readUrl(cell: Cell | undefined): Reading<string> {
  return read(cell, (text) => (/^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text : undefined))
}

/** An e-mail, in lower case. */
export function readEmail(cell: Cell | undefined): Reading<string> {
  return read(cell, (text) => (emailShape.test(text) ? text.toLowerCase() : undefined))
}

/** BCP 47 tags, separated by commas or semicolons. One that is none is left out and makes the cell rejected; the others count. */
export function readLanguages(cell: Cell | undefined): Reading<readonly string[]> {
  const text = readText(cell)
  if (text === undefined || isFailedFormula(cell)) return { isRejected: text !== undefined }
  const written = text.split(/[,;]/).flatMap((part) => readText(part) ?? [])
  const tags = [...new Set(written.filter((tag) => languageShape.test(tag)).flatMap(canonicalTag))]
  const isRejected = written.some((tag) => !languageShape.test(tag) || canonicalTag(tag).length === 0)
  return tags.length === 0 ? { isRejected } : { value: tags, isRejected }
}

/** A day, written `YYYY-MM-DD` or kept as the sheet's day number (days since 1899-12-30; a time of day is dropped). */
export function readDay(cell: Cell | undefined): Reading<string> {
  if (typeof cell === 'number') {
    const value = dayOfNumber(cell)
    return value === undefined ? { isRejected: true } : { value, isRejected: false }
  }
  return read(cell, (text) => (isDay(text) ? text : undefined))
}

function read<Value>(cell: Cell | undefined, use: (text: string) => Value | undefined): Reading<Value> {
  const text = readText(cell)
  if (text === undefined) return { isRejected: false }
  const value = isFailedFormula(cell) ? undefined : use(text)
  return value === undefined ? { isRejected: true } : { value, isRejected: false }
}

/** Numbers outside this century and the next are something else than a day: a count, or a date typed as one number. */
const firstDayNumber = 36_526
const endDayNumber = 109_575

function dayOfNumber(number: number): string | undefined {
  if (!(number >= firstDayNumber && number < endDayNumber)) return undefined
  return Temporal.PlainDate.from('1899-12-30')
    .add({ days: Math.floor(number) })
    .toString()
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}

function canonicalTag(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag)
  } catch {
    return []
  }
}
