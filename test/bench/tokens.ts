import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import type { Measure, Measured } from './measure.ts'
import { openDeskUnderTest } from './desk-under-test.ts'
import { modernCall } from '../support/load/era-request.ts'
import { modernRequest, usualHeaders } from '../support/raw-rpc.ts'

/** How much of a model's attention an answer takes, in tokens of `o200k_base`. */
interface TokenRow {
  readonly what: string
  readonly text: number
  readonly structured: number
}

interface Result {
  readonly tools?: readonly unknown[]
  readonly content?: readonly { readonly text: string }[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
}

/** What answers cost a model. */
export const tokens: Measure = { name: 'tokens', what: 'tokens of answers', measure: measureTokens }

/** The menu, and one of each kind of answer. */
async function measureTokens(): Promise<Measured> {
  const desk = await openDeskUnderTest(':memory:', false)
  try {
    const token = await desk.token()
    const call = async (tool: string, args: Readonly<Record<string, unknown>>): Promise<Result> => {
      const { headers, body } = modernCall(tool, args, token)
      const response = await fetch(desk.gateway.url, { method: 'POST', headers, body })
      return ((await response.json()) as { result: Result }).result
    }
    const questions: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
      ['card, own CSM', 'get_escalation_contact', { account_id: '12345' }],
      ['card, team', 'get_escalation_contact', { account_id: '001NwBirchBake2IBB' }],
      ['card, on duty', 'get_escalation_contact', { account_id: '001NwDuneLogis4IRA' }],
      ['ambiguous', 'get_escalation_contact', { email: 'new.hire@kestrel.example' }],
      ['not found', 'get_escalation_contact', { account_id: '001NwNobodyHereIBC' }],
      ['team', 'get_account_team', { account_id: '12345' }],
      ['health', 'get_account_health', { account_id: '12345' }],
    ]
    const rows: TokenRow[] = []
    for (const [what, tool, args] of questions) {
      const { content, structuredContent } = await call(tool, args)
      rows.push({ what, text: countTokens(content?.[0]?.text ?? ''), structured: countTokens(JSON.stringify(structuredContent ?? {})) })
    }
    const list = modernRequest('tools/list')
    const response = await fetch(desk.gateway.url, {
      method: 'POST',
      headers: { ...usualHeaders(token), ...list.headers },
      body: JSON.stringify(list.body),
    })
    const { result } = (await response.json()) as { result: Result }
    const menu = countTokens(JSON.stringify(result.tools))
    const line = ({ what, text, structured }: TokenRow): string =>
      `${what.padEnd(20)} text ${String(text).padStart(4)}   structured ${String(structured).padStart(4)}`
    return { figures: { menu, rows }, lines: [`Tokens (o200k_base): menu of three tools ${menu}`, ...rows.map(line)] }
  } finally {
    await desk.close()
  }
}
