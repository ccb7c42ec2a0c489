import { faultIn, type LineFault } from '@cx-concierge/core'
import type { Tool, ToolReply } from '../mcp/tool.ts'
import { unsaid } from './unsaid.ts'

/** What the gate must know of a tool to judge its replies. */
export type Speaker = Pick<Tool, 'name' | 'output' | 'saidOtherwise'>

/** What a reply is checked for, by the word logs and metrics use. */
export type Check = 'schema' | 'size' | LineFault | 'unsaid_fact'

/** The structured content that may leave, or the check that failed. */
export type Judgement = { readonly structured: unknown } | { readonly check: Check }

/** Bytes in UTF-8. */
const most = { field: 8_192, text: 65_536, structured: 65_536 } as const
/** Its lines are the tool's own: one sentence each. */
const sentenceFields = new Set<string>(['agent_message'])

/** Judges a reply against its tool's schema and the rules all tools share. */
export function findFault(speaker: Speaker, reply: ToolReply, linkHosts: ReadonlySet<string>): Judgement {
  const { text } = reply
  let structured: unknown
  // an error goes out without structured content, whatever it carries
  if (reply.isError !== true) {
    const parsed = speaker.output.safeParse(reply.structured)
    if (!parsed.success) return { check: 'schema' }
    structured = parsed.data
  }
  const fields = stringsIn(structured)
  if (isTooLarge(text, most.text) || fields.some(({ value }) => isTooLarge(value, most.field))) return { check: 'size' }
  if (structured !== undefined && isTooLarge(JSON.stringify(structured), most.structured)) return { check: 'size' }
  const check = faultInLines(text, linkHosts) ?? faultInFields(fields, linkHosts)
  if (check !== undefined) return { check }
  if (unsaid(structured, text, speaker.saidOtherwise ?? {}).length > 0) return { check: 'unsaid_fact' }
  return { structured }
}

const isTooLarge = (text: string, mostBytes: number): boolean => text.length > mostBytes || Buffer.byteLength(text) > mostBytes

interface Field {
  readonly key: string
  readonly value: string
}

/** Every string of a value, with the key it stands under; keys of keys that hold none, too. */
function stringsIn(value: unknown, key = '', found: Field[] = []): readonly Field[] {
  if (typeof value === 'string') found.push({ key, value })
  else if (Array.isArray(value)) for (const item of value) stringsIn(item, key, found)
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) {
      found.push({ key: name, value: '' })
      stringsIn(item, name, found)
    }
  return found
}

function faultInFields(fields: readonly Field[], linkHosts: ReadonlySet<string>): LineFault | undefined {
  for (const { key, value } of fields) {
    const check = faultIn(key, linkHosts) ?? (sentenceFields.has(key) ? faultInLines(value, linkHosts) : faultIn(value, linkHosts))
    if (check !== undefined) return check
  }
  return undefined
}

function faultInLines(text: string, linkHosts: ReadonlySet<string>): LineFault | undefined {
  for (const line of text.split('\n')) {
    const check = faultIn(line, linkHosts)
    if (check !== undefined) return check
  }
  return undefined
}
