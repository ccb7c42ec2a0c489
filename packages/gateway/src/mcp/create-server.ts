import {
  CLIENT_INFO_META_KEY,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  requireScopes,
  TRACEPARENT_META_KEY,
  type CallToolResult,
  type Implementation,
  type McpRequestContext,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Caller } from '@cx-concierge/contract'
import { standingOf } from '@cx-concierge/core'
import type { CallLedger } from '../call-ledger.ts'
import { clientLabel } from './client-label.ts'
import { exchangeOf, type Exchange } from './exchange.ts'
import { toolsOfStanding } from './menu.ts'
import { plainName } from './plain-name.ts'
import type { ToolRunner } from './run-tool.ts'
import type { PreparedTools } from './prepare-tools.ts'
import { stepUpScopes } from './step-up-scopes.ts'
import type { Tool, ToolCall } from './tool.ts'
import { traceIdFrom } from './trace-id.ts'

/** What every server instance is made of. */
export interface ServerParts {
  readonly menu: PreparedTools
  readonly runner: ToolRunner
  readonly ledger: CallLedger
  readonly serverInfo: Implementation
  readonly instructions: string
  /** Whether clients that listen are told when the menu changes. */
  readonly announcesChanges: boolean
}

const menuFreshForMs = 60_000

/**
 * Builds the server of one request: the caller's menu and nothing else. The two tool handlers are our own, so that definitions go out word for word,
 * arguments are judged by us and a tool that is hidden answers as one that never was; the SDK keeps everything else.
 */
export function createServer(parts: ServerParts, context: McpRequestContext): McpServer {
  const exchange = exchangeOf(context.authInfo)
  const { menu } = parts
  const { caller } = exchange
  const { era } = context
  const hint = { ttlMs: menuFreshForMs, cacheScope: 'private' } as const
  const server = new McpServer(parts.serverInfo, {
    // only the modern era has a stream on which a change could be told
    capabilities: { tools: { listChanged: parts.announcesChanges && era === 'modern' }, prompts: {}, resources: {} },
    instructions: parts.instructions,
    cacheHints: {
      'tools/list': hint,
      'prompts/list': hint,
      'resources/list': hint,
      'resources/templates/list': hint,
      'server/discover': hint,
    },
  })

  for (const { tool } of toolsOfStanding(menu, caller, 'needs_scope')) {
    // the first of a batch that may not be called is asked, and answers for all of them
    const called = (exchange.batchCalls ?? [tool.name]).map((name) => toolFor(menu, name, caller))
    const needed = called.flatMap((one) => one?.grants[caller.audience]?.needs ?? []).map(({ scope }) => scope)
    const [first, ...others] = stepUpScopes(needed, caller.scopes)
    if (first === undefined) continue
    const missing = requireScopes(first, ...others)
    const scopeChallenge: typeof missing = async (request) => {
      const call = toolCall(exchange, undefined)
      for (const one of called)
        await parts.ledger.ended(
          { tool: one?.name ?? 'unknown', status: 'forbidden', recorded: false, era, path: 'sdk', call },
          parts.ledger.started(),
        )
      return await missing(request)
    }
    // registered for its scope challenge alone: the handlers below never look here
    server.registerTool(tool.name, { scopeChallenge }, () => ({ content: [] }))
  }

  // empty on purpose: a client that asks gets an answer it may keep, rather than an error
  server.server.setRequestHandler('prompts/list', () => ({ prompts: [] }))
  server.server.setRequestHandler('resources/list', () => ({ resources: [] }))
  server.server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [] }))
  server.server.setRequestHandler('tools/list', () => ({
    tools: toolsOfStanding(menu, caller, 'offered').map(({ definition }) => definition),
  }))
  server.server.setRequestHandler('tools/call', async ({ params }, handling): Promise<CallToolResult> => {
    const tool = menu.byName.get(params.name)?.tool
    const call = toolCall(exchange, handling)
    if (tool === undefined || standingOf(tool.grants, caller) !== 'offered') {
      await parts.ledger.ended({ tool: 'unknown', status: 'unknown_tool', recorded: false, era, path: 'sdk', call }, parts.ledger.started())
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${plainName(params.name)}`)
    }
    const result: CallToolResult = JSON.parse(`${await parts.runner.checkAndRun(tool, params.arguments, call, { era, path: 'sdk' })}}`)
    return result
  })
  return server
}

/** The tool of that name, unless it is hidden from the caller. */
function toolFor(menu: PreparedTools, name: unknown, caller: Caller): Tool | undefined {
  const tool = typeof name === 'string' ? menu.byName.get(name)?.tool : undefined
  return tool && standingOf(tool.grants, caller) !== 'hidden' ? tool : undefined
}

function toolCall({ caller, receivedAt, traceparent }: Exchange, handling: ServerContext | undefined): ToolCall {
  const { _meta: meta, envelope } = handling?.mcpReq ?? {}
  const signal = handling?.mcpReq.signal ?? new AbortController().signal
  const client = clientLabel((envelope as Record<string, unknown> | undefined)?.[CLIENT_INFO_META_KEY])
  return {
    caller,
    signal,
    isOver: () => signal.aborted,
    ...(client !== undefined && { client }),
    traceId: traceIdFrom(meta?.[TRACEPARENT_META_KEY] ?? traceparent),
    receivedAt,
  }
}
