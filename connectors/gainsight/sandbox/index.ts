import { randomUUID } from 'node:crypto'
import {
  startPretendBackend,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type PretendBackend,
  type PretendBackendOptions,
  type Sim,
} from '@cx-concierge/connector-kit/sandbox'
import { answerQuery } from './answer-query.ts'
import { describeObject } from './describe-object.ts'
import { createMinuteLimiter } from './minute-limiter.ts'
import type { GainsightData, GainsightRecord } from './records.ts'

/** How the pretend tenant differs from the next one; tenants do differ in all of these. */
export interface GainsightOptions extends PretendBackendOptions<GainsightData> {
  readonly accessKey?: string
  /** Calls per fixed minute; `null` for no limit. */
  readonly callsPerMinute?: number | null
  readonly dataShape?: 'list' | 'records'
  readonly dateShape?: 'iso' | 'epoch'
  /** How "nothing found" is said: no rows, `result: false`, or HTTP 400. */
  readonly emptyShape?: 'records' | 'false' | '400'
  /** The status under which errors of the API gateway travel. */
  readonly errorStatus?: 'own' | 200
}

/** Starts a pretend Gainsight tenant. */
export async function start(options: GainsightOptions): Promise<PretendBackend> {
  const accessKey = options.accessKey ?? 'gs-pretend-access-key-4f1c'
  const server = await startPretendBackend({
    name: 'gainsight',
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: (app, sim) => routes(app, sim, { ...options, accessKey }),
  })
  return { ...server, settings: { base_url: server.url, sign_in: { access_key: accessKey } } }
}

function routes(app: FastifyInstance, sim: Sim, options: GainsightOptions & { accessKey: string }): void {
  const limiter = createMinuteLimiter(sim.now)

  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { label = '' } = request.routeOptions.config
    if (request.headers['accesskey'] !== options.accessKey) {
      await sayProblem(reply, gatewayStatus(401), 'GS_APIG_2401', 'Unauthorized')
      return false
    }
    const { calls_per_minute: fromData = options.callsPerMinute } = options.data()
    const isOver = limiter.isOver(fromData === undefined ? 100 : (fromData ?? Number.POSITIVE_INFINITY))
    if (isOver || sim.take('rate_limited', label)) {
      await sayProblem(reply, gatewayStatus(429), 'GS_APIG_2404', 'API rate limit reached')
      return false
    }
    return true
  }
  const gatewayStatus = (own: number): number => (options.errorStatus === 200 ? 200 : own)

  app.post<{ Params: { object: string } }>('/v1/data/objects/query/:object', { config: { label: 'query' } }, async (request, reply) => {
    if (!(await admit(request, reply))) return reply
    const found = answerQuery(request.params.object, request.body, options.data())
    return 'errorCode' in found ? await sayProblem(reply, 400, found.errorCode, found.errorDesc) : await sayRows(reply, found, options)
  })

  app.post('/v1/meta/services/objects/describe', { config: { label: 'describe' } }, async (request, reply) => {
    if (!(await admit(request, reply))) return reply
    const described = describeObject(request.body, options.data())
    if (described === undefined) {
      return await reply.send({ result: false, title: 'OBJECT_NOT_FOUND', detail: 'Object not found', errorDesc: 'Object not found' })
    }
    return await sayData(reply, described)
  })
}

async function sayRows(reply: FastifyReply, rows: readonly GainsightRecord[], options: GainsightOptions): Promise<FastifyReply> {
  if (rows.length === 0 && options.emptyShape === 'false')
    return await sayProblem(reply, 200, 'GSOBJ_1XXX', 'No data found for given criteria')
  if (rows.length === 0 && options.emptyShape === '400')
    return await sayProblem(reply, 400, 'GSOBJ_1011', 'No entity matches the given criteria')
  const dated = options.dateShape === 'epoch' ? rows.map(withEpochDates) : rows
  return await sayData(reply, options.dataShape === 'list' ? dated : { records: dated })
}

function withEpochDates(row: GainsightRecord): GainsightRecord {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : value,
  ])
  return Object.fromEntries(entries)
}

async function sayData(reply: FastifyReply, data: unknown): Promise<FastifyReply> {
  return await say(reply, 200, { result: true, errorCode: null, errorDesc: null, data, message: null })
}

async function sayProblem(reply: FastifyReply, status: number, errorCode: string, errorDesc: string): Promise<FastifyReply> {
  return await say(reply, status, { result: false, errorCode, errorDesc, data: null, message: errorDesc })
}

async function say(reply: FastifyReply, status: number, body: Readonly<Record<string, unknown>>): Promise<FastifyReply> {
  const requestId = randomUUID()
  return await reply
    .code(status)
    .header('x-gs-request-id', requestId)
    .send({ ...body, requestId })
}
