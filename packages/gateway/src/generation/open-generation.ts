import type { Source } from '@cx-concierge/core'
import { buildApp, type App } from '../app.ts'
import type { Authenticator } from '../auth/authenticator.ts'
import type { Config } from '../config/load-config.ts'
import { connectionPrint, connectSource } from '../desk/connect-sources.ts'
import { openDesk, type Desk } from '../desk/desk.ts'
import { toolsOf } from '../desk/tools/tools.ts'
import { undecidedCall } from '../desk/undecided-call.ts'
import { createOutputGate } from '../gate/output-gate.ts'
import { instructionsFor } from '../instructions.ts'
import { isLoopback, loopbackNames } from '../http/loopback.ts'
import { safeLimits } from '../limits.ts'
import { basicScopes } from '../mcp/basic-scopes.ts'
import { openProtocol, type Protocol } from '../mcp/protocol.ts'
import type { Tool } from '../mcp/tool.ts'
import { openAuthenticator } from '../open-authenticator.ts'
import { meanwhileOf } from '../rates/meanwhile.ts'
import { openRates } from '../rates/open-rates.ts'
import type { Rates } from '../rates/rates.ts'
import type { House } from './house.ts'
import { shared, type Shared } from './shared.ts'

/** Everything that is made of one configuration. An answer comes from one generation alone. */
export interface Generation {
  readonly config: Config
  readonly desk: Desk
  readonly app: App
  /** What it may hand on to the next one. */
  readonly parts: Parts
  /** Systems that the generation before was not connected to in the same way. */
  readonly newSources: readonly Source[]
  /** Whether the issuers of tokens are those of the generation before. */
  readonly newIssuers: boolean
  /** Differs when the menu does, for whomever. */
  readonly menuPrint: string
  /** Lets go of everything. Call it when the last answer has been given. */
  close(): Promise<void>
}

interface Parts {
  readonly authenticator: Shared<Authenticator>
  readonly protocol: Shared<Protocol>
  readonly rates: Shared<Rates>
  readonly sources: ReadonlyMap<string, Shared<Source>>
}

const usualDeadlineMs = 2_000
const version = '0.1.0'

/**
 * Makes a generation of a checked configuration. What is provably the same as before is taken over, with all that it remembers; nothing else is.
 * Throws `CONFIG_INVALID`; nothing is then left open. No system is asked anything yet.
 */
export async function openGeneration(config: Config, house: House, before: Parts | undefined): Promise<Generation> {
  const { options, clock, log, metrics, observe, records } = house
  const { access, policy } = config
  const issuers = options.issuers ?? config.issuers
  const limits = { ...safeLimits, ...options.limits }
  await using opening = new AsyncDisposableStack()
  const held = <Thing>(part: Shared<Thing>): Shared<Thing> => opening.adopt(part, (one) => one.release())
  const takenOver = <Thing>(previous: Shared<Thing> | undefined, print: string): Shared<Thing> | undefined =>
    previous?.print === print ? held(previous.hold()) : undefined

  const whoIsBelieved = JSON.stringify([access.tokens, access.private_hosts, config.issuersPrint])
  const authenticator =
    takenOver(before?.authenticator, whoIsBelieved) ??
    held(
      shared(
        whoIsBelieved,
        await openAuthenticator({ ...house, access, issuers, demoOn: options.demo ? options.host : undefined }),
        (one) => one.close(),
      ),
    )
  // whoever listens was let in by an authenticator, and stays no longer than it
  const protocol = takenOver(before?.protocol, whoIsBelieved) ?? held(shared(whoIsBelieved, openProtocol(limits), (one) => one.close()))
  const rateLimits = options.rates ?? access.rates
  const counting = { cacheUrl: options.cacheUrl, log, monotonic: clock.monotonic, onFailure: metrics.ratesFailed }
  const ratesPrint = JSON.stringify(rateLimits)
  const rates = takenOver(before?.rates, ratesPrint) ?? held(shared(ratesPrint, openRates(rateLimits, counting), (one) => one.close()))

  const sources = new Map<string, Shared<Source>>()
  const newSources: Source[] = []
  for (const configured of config.sources) {
    const print = connectionPrint(config, configured)
    let source = takenOver(before?.sources.get(configured.name), print)
    if (source === undefined) {
      source = held(
        shared(print, connectSource(config, configured, { clock, observe, log, answers: house.fleet.answers }), (one) => one.close()),
      )
      newSources.push(source.thing)
    }
    sources.set(configured.name, source)
  }

  const gate = createOutputGate({
    linkHosts: new Set([...policy.company.linkHosts, ...policy.company.imageHosts]),
    onWithheld: (tool, check) => {
      metrics.answerWithheld(tool, check)
      if (log !== false) log.error({ tool, reason: check }, 'an answer was withheld')
    },
  })
  const { store, hash } = records
  const connected = new Map([...sources].map(([name, { thing }]) => [name, thing]))
  const { deadlineMs = usualDeadlineMs } = options
  const desk = openDesk({ config, sources: connected, redirects: house.redirects, store, clock, hash, observe, gate, deadlineMs })
  const tools = toolsOf(desk, config)
  const authorizationServers = issuers.map(({ issuer }) => issuer)
  const resource = { url: access.tokens.audience, authorizationServers, scopes: basicScopes(tools), dpop: access.tokens.dpop }
  const app = buildApp({
    tools,
    protocol: protocol.thing,
    instructions: instructionsFor(access.company),
    serverInfo: { name: 'cx-concierge', title: `${access.company.name} concierge desk`, version },
    authenticate: authenticator.thing.authenticate,
    // where there is nobody to get a token from, nobody is sent there
    ...(options.demo || authorizationServers.length === 0 ? {} : { resource }),
    pacing: { rates: rates.thing, meanwhile: meanwhileOf(policy) },
    hosts: [...access.served_as, ...portOf(access.tokens.audience, access.served_as), ...(isLoopback(options.host) ? loopbackNames : [])],
    clock: clock.now,
    log,
    ready: () => house.ready(desk.ready),
    metrics,
    gate,
    keepRecord: (ended, durationMs) => desk.note(undecidedCall(ended, durationMs)),
    turnedAway: house.turnedAway.count,
    ...(config.metricsToken === undefined ? {} : { scrapeToken: config.metricsToken }),
    limits,
    ...(options.expressLane === undefined ? {} : { expressLane: options.expressLane }),
  })
  opening.defer(() => app.close())
  await app.ready()
  const open = opening.move()
  return {
    config,
    desk,
    app,
    parts: { authenticator, protocol, rates, sources },
    newSources,
    newIssuers: before?.authenticator !== authenticator,
    menuPrint: menuPrintOf(tools),
    close: () => open.disposeAsync(),
  }
}

/** The audience as a host, where it has a port: callers know the desk under it, whatever port it listens on. */
function portOf(audience: string, servedAs: readonly string[]): readonly string[] {
  const { host, hostname, port } = new URL(audience)
  return port !== '' && servedAs.includes(hostname) ? [host] : []
}

const menuPrintOf = (tools: readonly Tool[]): string =>
  JSON.stringify(
    tools.map(({ name, title, description, inputSchema, outputSchema, annotations, grants }) => [
      name,
      title,
      description,
      inputSchema,
      outputSchema,
      annotations,
      grants,
    ]),
  )
