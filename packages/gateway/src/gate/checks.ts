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
  const fields = [...stringsIn(structured)]
  if (isTooLarge(text, most.text) || fields.some(({ value }) => isTooLarge(value, most.field))) return { check: 'size' }
  if (structured !== undefined && isTooLarge(JSON.stringify(structured), most.structured)) return { check: 'size' }
  const lines = [
    ...text.split('\n'),
    ...fields.flatMap(({ key, value }) => [key, ...(sentenceFields.has(key) ? value.split('\n') : [value])]),
  ]
  for (const line of lines) {
    const check = faultIn(line, linkHosts)
    if (check !== undefined) return { check }
  }
  if (unsaid(structured, text, speaker.saidOtherwise ?? {}).length > 0) return { check: 'unsaid_fact' }
  return { structured }
}

const isTooLarge = (text: string, mostBytes: number): boolean => text.length > mostBytes || Buffer.byteLength(text) > mostBytes

/** Every string of a value, with the key it stands under; keys of keys that hold none, too. */
function* stringsIn(value: unknown, key = ''): Generator<{ readonly key: string; readonly value: string }> {
  if (typeof value === 'string') yield { key, value }
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item, key)
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) {
      yield { key: name, value: '' }
      yield* stringsIn(item, name)
    }
}
