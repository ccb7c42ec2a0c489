import { createMcpHandler, type AuthInfo, type McpRequestContext, type McpServer } from '@modelcontextprotocol/server'
import type { Limits } from '../limits.ts'

/** Makes the server of one request. */
export type ServeRequest = (context: McpRequestContext) => McpServer

/** The SDK's handler. It knows no configuration, so the streams that listen to it outlive a change of it. */
export interface Protocol {
  /** Answers one request, by a server that `serve` makes for it. Never rejects before it is closed. */
  answer(request: Request, options: { readonly authInfo: AuthInfo; readonly parsedBody: unknown }, serve: ServeRequest): Promise<Response>
  /** How many streams each caller listens on, by its name. */
  readonly listening: Map<string, number>
  /** Tells everybody who listens that the menu may be another one. */
  toolsChanged(): void
  /** Ends every stream that listens with its final answer. What is still being answered is cut off. */
  close(): Promise<void>
}

/** Opens one. */
export function openProtocol(limits: Pick<Limits, 'subscriptions' | 'bodyBytes'>): Protocol {
  // keyed by the very object the SDK passes along
  const serving = new WeakMap<AuthInfo, ServeRequest>()
  const handler = createMcpHandler(
    (context) => {
      const serve = context.authInfo && serving.get(context.authInfo)
      if (serve === undefined) throw new Error('a request reached the protocol without a server to answer it')
      return serve(context)
    },
    { legacy: 'stateless', maxSubscriptions: limits.subscriptions, maxRequestBodySize: limits.bodyBytes },
  )
  return {
    listening: new Map(),
    answer: (request, options, serve) => {
      serving.set(options.authInfo, serve)
      return handler.fetch(request, options)
    },
    toolsChanged: () => handler.notify.toolsChanged(),
    close: () => handler.close(),
  }
}
