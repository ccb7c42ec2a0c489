import type { Caller } from '@cx-concierge/contract'
import type { Grants } from '@cx-concierge/core'
import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { PassedResult } from '../gate/passed-result.ts'
import type { SaidOtherwise } from '../gate/unsaid.ts'
import type { RateRefusal, RateVerdict } from '../rates/rates.ts'

/** What a tool learns of one call besides its arguments. */
export interface ToolCall {
  readonly caller: Caller
  /** Aborts when the client hangs up or the time for answering is over: stop at once, nobody is listening. */
  readonly signal: AbortSignal
  /** Whether it has come to that. Costs less to ask than the signal. */
  isOver(): boolean
  /** What the client software says it is, `name/version`. Self-reported: for display only, never for a decision. */
  readonly client?: string
  /** 32 hexadecimal digits, the caller's own W3C trace when it sent one. */
  readonly traceId: string
  /** Epoch milliseconds at which the request arrived. */
  readonly receivedAt: number
}

/** What a tool answers. Every fact of `structured` stands in `text` too: many clients show their model only one of the two. */
export interface ToolReply {
  readonly text: string
  /** Left out of the answer when `isError` is true. */
  readonly structured?: Readonly<Record<string, unknown>>
  readonly isError?: boolean
  /** `false`: there is no record of this answer, and the configuration lets it be given all the same. Only for tools that merely read. */
  readonly recorded?: false
  /** Whom the text is meant for; becomes the content's audience annotation. */
  readonly textFor?: 'assistant'
}

/** A reply that has been through the output gate already. */
export interface PreparedReply {
  readonly result: PassedResult
  readonly isError?: true
}

/** There was an answer, and it came too soon: nothing of it is given. */
export interface TooSoon {
  readonly tooSoon: RateRefusal
}

/** Counts a call for the account it turned out to be about, which its arguments may have named in many ways. */
export type CountAccount = (accountId: string) => RateVerdict | Promise<RateVerdict>

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** One tool of the menu: what is advertised, what is checked, who may call it, what it does. */
// oxlint-disable-next-line typescript/no-explicit-any -- a tool with typed input is not assignable to Tool<unknown>
export interface Tool<Input = any> {
  /** `[a-z][a-z0-9_]*`, at most 48 characters. */
  readonly name: string
  readonly title: string
  readonly description: string
  /** Advertised word for word: a flat object of plain properties. */
  readonly inputSchema: JsonSchema
  /** Advertised word for word: an open object that every answer honours. */
  readonly outputSchema: JsonSchema
  /** What arguments are checked against. Properties that are `null` have been removed before. Synchronous. */
  readonly input: z.ZodType<Input>
  /** What may leave as structured content: what it does not name is not sent, an answer that does not fit is withheld. */
  readonly output: z.ZodType
  /** Facts of the structured content that the text says in other words. */
  readonly saidOtherwise?: SaidOtherwise
  readonly annotations: Readonly<ToolAnnotations>
  /** Who may use it. To an audience that is not listed it does not exist. */
  readonly grants: Grants
  /** The customer a call is about, as its arguments name them; calls about one customer share an allowance. */
  readonly concerns?: (input: Input) => string | undefined
  /**
   * Expected failures are replies with `isError`; whatever is thrown becomes one generic sentence. A tool that finds out which account it is asked about has
   * it counted before it answers.
   */
  run(input: Input, call: ToolCall, count: CountAccount): Promise<ToolReply | PreparedReply | TooSoon>
}
