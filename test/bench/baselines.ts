import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callTool } from '../support/load/call-tool.ts'
import { bytesOf, legacyCall, modernCall } from '../support/load/era-request.ts'
import { pinLoad, startChild, type Child } from './child.ts'

/** A server, and the bytes it is asked with over and over. */
interface Contender {
  readonly server: string
  readonly child: Child
  readonly url: string
  readonly bytes: Buffer
}

/** The desk, and what it is compared with: servers that answer the same bytes. The first is bare Fastify. */
export interface Baselines extends AsyncDisposable {
  readonly pinned: boolean
  readonly contenders: readonly Contender[]
  readonly desk: Child
  readonly answerFile: string
}

/** What is asked in every comparison. */
export const usual = { tool: 'get_escalation_contact', args: { account_id: '12345' } } as const

/** Starts them, each in a process of its own. */
export async function openBaselines(): Promise<Baselines> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(mkdtempSync(join(tmpdir(), 'concierge-bench-')), (path) => rmSync(path, { recursive: true, force: true }))
  const pinned = pinLoad()
  const start = async (...args: Parameters<typeof startChild>): Promise<Child> => {
    const child = await startChild(...args)
    opening.defer(() => child.stop())
    return child
  }
  const desk = await start('servers/desk.ts')
  const answerFile = join(folder, 'answer.json')
  const { failed, body } = await callTool(desk.url, desk.token, usual.tool, usual.args)
  if (failed !== undefined || !body.includes('Sarah Jenkins')) throw new Error(`the desk did not answer as expected: ${body.slice(0, 300)}`)
  writeFileSync(answerFile, body)
  const bare = await start('servers/bare.ts', answerFile)
  const sdk = await start('servers/sdk.ts', answerFile)
  const contender = (server: string, child: Child, make: typeof modernCall): Contender => ({
    server,
    child,
    url: child.url,
    bytes: bytesOf(child.url, make(usual.tool, usual.args, desk.token)),
  })
  const open = opening.move()
  return {
    pinned,
    desk,
    answerFile,
    contenders: [
      contender('bare Fastify, same bytes', bare, modernCall),
      contender('SDK as documented, constant', sdk, modernCall),
      contender('desk, 2026-07-28', desk, modernCall),
      contender('desk, 2025-11-25', desk, legacyCall),
    ],
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
