import { connect as connectTls } from 'node:tls'
import { checkClock } from './check-clock.ts'
import { about, type Finding } from './finding.ts'

/** A running gateway, as its callers reach it. */
export interface GatewayUnderCheck {
  /** The MCP URL. */
  readonly url: URL
  /** The audience of tokens in access.yaml, when that could be read. */
  readonly audience: string | undefined
  /** Epoch milliseconds. */
  readonly now: () => number
}

const patienceMs = 5_000
const certificateDays = 14
const dayMs = 86_400_000
const demoTokens = ['demo-customer', 'demo-service', 'demo-internal']

/** Looks at a running gateway from the outside, as a stranger would. */
export async function checkGateway(gateway: GatewayUnderCheck): Promise<readonly Finding[]> {
  const { url } = gateway
  const reach = about(`gateway ${url.host}`)
  const ready = await get(new URL('/ready', url)).catch((error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error))
  if (typeof ready === 'string') return [reach.bad(`cannot be reached (${ready.slice(0, 80)})`, 'start it, or correct --url')]
  return [
    ready.status === 200
      ? reach.good('is ready')
      : reach.bad(`says it is not ready: ${ready.text.slice(0, 200)}`, 'see which part is down'),
    ...(ready.text.includes('"configuration":"degraded"')
      ? [reach.warning('its configuration files are not what is in force', 'run concierge check on its machine, and mend them')]
      : []),
    checkClock(`gateway ${url.host} clock`, ready.headers.get('date') ?? undefined, gateway.now()),
    await checkTls(url),
    ...(await checkDoors(gateway)),
  ]
}

async function checkDoors({ url, audience }: GatewayUnderCheck): Promise<readonly Finding[]> {
  const door = about(`gateway ${url.host} doors`)
  const findings: Finding[] = []
  const strangers = await Promise.all([undefined, ...demoTokens].map(async (token) => ({ token, answer: await post(url, token) })))
  if (strangers[0]?.answer.status === 404)
    return [
      door.bad(`there is nothing at ${url.pathname}, so who is let in could not be looked at`, 'name the MCP URL, which ends in /mcp'),
    ]
  for (const { token, answer } of strangers) {
    const who = token === undefined ? 'a caller without a token' : `the token ${token}, which everybody knows,`
    if (answer.status !== 401)
      findings.push(
        door.bad(`${who} gets ${answer.status}`, token === undefined ? 'set the issuers in access.yaml' : 'start it without --demo'),
      )
  }
  if (findings.length === 0) findings.push(door.good('strangers and demo tokens are refused'))

  const challenge = strangers[0]?.answer.headers.get('www-authenticate') ?? ''
  const metadataUrl = /resource_metadata="([^"]+)"/.exec(challenge)?.[1]
  const metadata = await get(new URL(new URL(metadataUrl ?? '/.well-known/oauth-protected-resource', url).pathname, url))
  const resource = readResource(metadata.text)
  if (resource === undefined) findings.push(door.bad('the protected resource metadata cannot be read', 'see access.yaml, tokens'))
  else if ((audience !== undefined && resource !== audience) || resource !== url.href.replace(/\/$/, ''))
    findings.push(
      door.bad(
        `its metadata names ${resource}, but callers use ${url.href}`,
        'make tokens.audience of access.yaml the URL that callers use',
      ),
    )
  else findings.push(door.good('its metadata names the URL that callers use'))

  const metrics = await get(new URL('/metrics', url))
  findings.push(
    metrics.status === 200
      ? door.warning('its metrics can be read from here', 'fine from a machine of your own; make sure that strangers cannot')
      : door.good('its metrics cannot be read from here'),
  )
  return findings
}

async function checkTls(url: URL): Promise<Finding> {
  const tls = about(`gateway ${url.host} TLS`)
  if (url.protocol !== 'https:') {
    return tls.bad('callers reach it without TLS, so tokens travel in the open', 'put a TLS balancer in front and use its https address')
  }
  const { promise, resolve } = Promise.withResolvers<Finding>()
  const socket = connectTls({ host: url.hostname, port: Number(url.port || 443), servername: url.hostname, minVersion: 'TLSv1.2' }, () => {
    const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / dayMs)
    resolve(
      days >= certificateDays
        ? tls.good(`${socket.getProtocol()}, the certificate holds for ${days} days`)
        : tls.warning(`the certificate ends in ${days} days`, 'renew it'),
    )
    socket.destroy()
  })
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('no answer')))
  socket.on('error', (error) =>
    resolve(tls.bad(`the certificate or the protocol is not accepted (${error.message.slice(0, 80)})`, 'mend the balancer')),
  )
  return await promise
}

interface Got {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

async function get(url: URL): Promise<Got> {
  return await read(fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) }))
}

async function post(url: URL, token: string | undefined): Promise<Got> {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  const signal = AbortSignal.timeout(patienceMs)
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return await read(fetch(url, { method: 'POST', redirect: 'manual', headers: { ...headers, ...authorization }, body, signal }))
}

async function read(asked: Promise<Response>): Promise<Got> {
  const response = await asked
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function readResource(text: string): string | undefined {
  try {
    const { resource } = JSON.parse(text) as { readonly resource?: unknown }
    return typeof resource === 'string' ? resource : undefined
  } catch {
    return undefined
  }
}
