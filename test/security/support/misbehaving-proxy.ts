import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { backendSecrets } from './planted-secrets.ts'

/** How the proxy treats the backend behind it. */
export type Manners = 'good' | keyof typeof misbehaviours

/** A backend seen through something that talks too much. */
export interface MisbehavingProxy extends AsyncDisposable {
  readonly url: string
  readonly host: string
  manners: Manners
  /** Whether signing in is spared, so that what comes after it can go wrong. */
  sparesSignIn: boolean
  /** Every credential that went through: sessions, assertions, keys. */
  readonly seen: ReadonlySet<string>
}

interface Asked {
  readonly request: IncomingMessage
  readonly body: string
  readonly reply: ServerResponse
}

const everything = JSON.stringify(backendSecrets)
const echo = ({ request, body }: Asked): string =>
  JSON.stringify({
    headers: request.headers,
    url: request.url,
    body,
    leaked: backendSecrets,
    message: `token ${request.headers.authorization ?? ''} refused`,
  })
const leakyHeaders = { 'set-cookie': backendSecrets.cookie, 'x-debug': backendSecrets.jwt, 'x-api-key': backendSecrets.googleApiKey }

function say({ reply }: Asked, status: number, type: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
  reply.writeHead(status, { 'content-type': type, ...leakyHeaders, ...headers }).end(body)
}

const json = 'application/json'
const misbehaviours = {
  'echoes in a 401': (asked: Asked) =>
    say(asked, 401, json, echo(asked), { 'www-authenticate': `Bearer error="${asked.request.headers.authorization ?? ''}"` }),
  'echoes in a 403': (asked: Asked) => say(asked, 403, json, echo(asked)),
  'quotes the session': (asked: Asked) =>
    say(
      asked,
      401,
      json,
      JSON.stringify([
        {
          errorCode: 'INVALID_SESSION_ID',
          message: `${asked.request.headers.authorization ?? ''} ${backendSecrets.sessionOfSomebodyElse}`,
        },
      ]),
    ),
  'an OAuth error with a description': (asked: Asked) =>
    say(asked, 400, json, JSON.stringify({ error: backendSecrets.refreshToken, error_description: echo(asked) })),
  'a stack in a 500': (asked: Asked) =>
    say(
      asked,
      500,
      'text/plain',
      `Error: ${backendSecrets.passwordInStack}\n    at login (${backendSecrets.userInfo}:1:1)\n${echo(asked)}`,
    ),
  'a gateway error in a 503': (asked: Asked) => say(asked, 503, json, echo(asked), { 'retry-after': backendSecrets.basic }),
  'JSON that breaks off': (asked: Asked) =>
    say(asked, 200, json, `{"access_token":"${backendSecrets.googleToken}","data":${everything.slice(0, -7)}`),
  'JSON of another shape': (asked: Asked) => say(asked, 200, json, everything),
  'a list where an object belongs': (asked: Asked) => say(asked, 200, json, `[${everything}]`),
  'a page instead of data': (asked: Asked) =>
    say(asked, 200, 'text/html', `<html><!-- ${backendSecrets.privateKey} ${echo(asked)} --></html>`),
  'a redirect with a token': (asked: Asked) =>
    say(asked, 302, 'text/plain', everything, { location: `http://127.0.0.1:9${backendSecrets.tokenInQuery}` }),
  'headers that are none': ({ reply }: Asked) =>
    void reply.socket?.end(`HTTP/1.1 200 OK\r\n${backendSecrets.cookie}: ${backendSecrets.jwt}\r\nContent-Length: x\r\n\r\n${everything}`),
  'a connection cut in the middle': ({ reply }: Asked) => {
    reply.writeHead(200, { 'content-type': json, 'content-length': '99999' })
    reply.write(everything, () => reply.destroy())
  },
} as const

/** Every way but the good one. */
export const allMisbehaviours = Object.keys(misbehaviours) as readonly Exclude<Manners, 'good'>[]

/** Opens a proxy on a loopback port of its own. */
export async function openMisbehavingProxy(target: URL): Promise<MisbehavingProxy> {
  const seen = new Set<string>()
  const state = { manners: 'good' as Manners, sparesSignIn: false }
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      note(request, body, seen)
      const signsIn = (request.url ?? '').endsWith('token')
      if (state.manners === 'good' || (signsIn && state.sparesSignIn)) pass({ request, body, reply }, target, seen)
      else misbehaviours[state.manners]({ request, body, reply })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function note({ headers }: IncomingMessage, body: string, seen: Set<string>): void {
  const { authorization, accesskey } = headers
  if (authorization !== undefined) seen.add(authorization.replace(/^\w+ /, ''))
  if (typeof accesskey === 'string') seen.add(accesskey)
  const assertion = new URLSearchParams(body).get('assertion')
  if (assertion !== null) seen.add(assertion)
}

function pass({ request, body, reply }: Asked, target: URL, seen: Set<string>): void {
  const { method, url, headers } = request
  const outgoing = forward({ host: target.hostname, port: target.port, method, path: url, headers, agent: false }, (answer) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('end', () => {
      const text = Buffer.concat(chunks)
      const token = /"access_token":"([^"]+)"/.exec(text.toString())?.[1]
      if (token !== undefined) seen.add(token)
      reply.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...leakyHeaders }).end(text)
    })
  })
  outgoing.on('error', () => reply.destroy())
  outgoing.end(body)
}
