/** A value of a structured answer, and where in it. */
interface Leaf {
  /** `contact.name`; places in a list count as their list. */
  readonly path: string
  readonly value: string | number | boolean
}

/** Every value of a structured answer, however deep. `null` says that there is nothing to say. */
function leavesOf(value: unknown, path = ''): readonly Leaf[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path))
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`))
  return [{ path, value: value as Leaf['value'] }]
}

const notAtWork = 'Away '
const stateSentences: Readonly<Record<string, string>> = {
  available: 'Available now',
  out_of_hours: notAtWork,
  holiday: notAtWork,
  out_of_office: notAtWork,
  unknown: 'could not be checked',
}

interface Exemption {
  readonly path: RegExp
  /** The words that say it instead; none when nothing has to be said. */
  readonly insteadOf?: (value: string) => string | undefined
}

/** What a text need not repeat letter for letter, each for a reason. */
const exemptions: readonly Exemption[] = [
  // tells a program which picture to draw; a reader sees from name and title whether it is a person
  { path: /(^|\.)kind$/ },
  // said in a sentence
  { path: /^availability\.state$/, insteadOf: (state) => stateSentences[state] },
  { path: /^team\.\w+\.state$/, insteadOf: (state) => ({ vacant: 'nobody is assigned', unknown: 'could not be checked' })[state] },
  // said as a person would say it: "Tuesday 24 November at 09:00"
  { path: /^availability\.next_available_at$/, insteadOf: dayAndTime },
  // said as a person would say it: "Last confirmed 3 hours ago"
  { path: /^freshness\./, insteadOf: () => 'Last confirmed' },
  // a signal to the host; where there is something to keep quiet about, the text says so
  { path: /^for_agent_only$/ },
  // the difference of two moments that are both in the text
  { path: /^facts\.[\w.]+\.age_s$/ },
  { path: /^facts\.[\w.]+\.lower_source$/, insteadOf: () => 'a better source could not be read' },
]

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

function dayAndTime(iso: string): string {
  const at = Temporal.PlainDateTime.from(iso)
  return `${at.day} ${months[at.month - 1]} ${iso.slice('2026-11-24T'.length, '2026-11-24T09:00'.length)}`
}

/** What a reader of the text alone would never learn, as `contact.name: Northwind Support`. */
export function unsaid(structured: unknown, text: string): readonly string[] {
  const missing = leavesOf(structured).filter(({ path, value }) => {
    const exemption = exemptions.find((one) => one.path.test(path))
    if (exemption === undefined) return !says(text, String(value))
    const words = exemption.insteadOf?.(String(value))
    return words !== undefined && !text.includes(words)
  })
  return missing.map(({ path, value }) => `${path}: ${value}`)
}

const wordCharacter = /[\p{L}\p{N}_]/u

/** Whether the text holds the value as words of its own, so that `ok` is not found in `book`. */
function says(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!wordCharacter.test(text.charAt(at - 1)) && !wordCharacter.test(text.charAt(at + value.length))) return true
  }
  return false
}
