import { callTool, newAgent } from '../support/load/call-tool.ts'
import type { Question } from './callers.ts'

const agent = newAgent(64)

/** Sends a call over one of a few connections that everybody shares; every call has the same JSON-RPC id. `undefined`: it was hung up on. */
export async function ask(url: string, token: string, { tool, args }: Question, hangUpAfterMs?: number): Promise<string | undefined> {
  const { status, body } = await callTool(url, token, tool, args, { agent, ...(hangUpAfterMs === undefined ? {} : { hangUpAfterMs }) })
  return status === 0 ? undefined : `${status} ${body}`
}
