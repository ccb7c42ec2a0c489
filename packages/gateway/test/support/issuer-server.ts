import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What an issuer was asked. */
export interface AskedOf {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly form: URLSearchParams
}

/** What it answers: a status and a body, or nothing at all. */
export type IssuerAnswer =
  | { readonly status?: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang up'

/** An authorization server that says whatever a test wants, on a free port of this machine until the test is over. */
export async function startIssuer(
  answer: (asked: AskedOf) => IssuerAnswer | Promise<IssuerAnswer>,
): Promise<{ readonly url: string; readonly asked: AskedOf[] }> {
  const asked: AskedOf[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    const end = async (): Promise<void> => {
      const one = { path: request.url ?? '', headers: request.headers, form: new URLSearchParams(Buffer.concat(chunks).toString()) }
      asked.push(one)
      const said = await answer(one)
      if (said === 'hang up') response.destroy()
      else response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(said.body)
    }
    request.on('end', () => void end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
