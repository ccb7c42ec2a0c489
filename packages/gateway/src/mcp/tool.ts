import type { Audience, Caller } from '@cx-concierge/contract'
import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { z } from 'zod'

/** What a tool learns of one call besides its arguments. */
export interface ToolCall {
  readonly caller: Caller
  /** Aborts when the client hangs up or the time for answering is over: stop at once, nobody is listening. */
  readonly signal: AbortSignal
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

/** A reply that was put into words before: the JSON text of a tool result, as `resultText` makes it. */
export interface PreparedReply {
  readonly result: string
}

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
  readonly annotations: Readonly<ToolAnnotations>
  /** Whose agents may know of this tool. To anybody else it does not exist. */
  readonly audiences: readonly Audience[]
  /** Scopes a token needs, all of them. */
  readonly scopes: readonly string[]
  /** Expected failures are replies with `isError`; whatever is thrown becomes one generic sentence. */
  run(input: Input, call: ToolCall): Promise<ToolReply | PreparedReply>
}
