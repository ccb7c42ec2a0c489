import {
  startPretendBackend,
  type FastifyReply,
  type FastifyRequest,
  type PretendBackend,
  type PretendBackendOptions,
} from '@cx-concierge/connector-kit/sandbox'
import { googleError, quotaExceeded, type GoogleAnswer } from './google-answer.ts'
import { cut, readRange, toGrid, writeRange, type SheetCell, type SheetData } from './grid.ts'
import { createTokenEndpoint } from './token-endpoint.ts'

/** How the pretend spreadsheet may differ from the usual one. */
export interface SheetsSandboxOptions extends PretendBackendOptions<SheetData> {
  /** Name of the one tab; `Booking links` when not said. */
  readonly tab?: string
  /** `false` for a spreadsheet that nobody shared with the service account. */
  readonly shared?: boolean
  /** Reads a minute, by the clock handed in; 60 when not said, `false` for no quota. */
  readonly readsPerMinute?: number | false
}

type AnswerTo<Request> = (request: Request) => GoogleAnswer

const spreadsheet = '1NorthwindBookingLinksPretendSheet0000000000'
const minuteMs = 60_000

/** Starts a pretend Google with one spreadsheet and one service account. */
export async function start(options: SheetsSandboxOptions): Promise<PretendBackend> {
  const { now = Date.now, tab = 'Booking links', shared = true, readsPerMinute = 60 } = options
  const tokens = await createTokenEndpoint(now)
  const quota = createQuota(readsPerMinute, now)

  function read(range: string, render: string | undefined): GoogleAnswer {
    const found = readRange(range)
    if (found === undefined || found.tab.toLowerCase() !== tab.toLowerCase())
      return googleError('INVALID_ARGUMENT', `Unable to parse range: ${range}`)
    const values = cut(toGrid(options.data()), found)?.map((row) => row.map((value) => rendered(value, render)))
    return {
      status: 200,
      body: { range: writeRange({ ...found, tab }), majorDimension: 'ROWS', ...(values === undefined ? {} : { values }) },
    }
  }

  function readMany(ranges: readonly string[], render: string | undefined): GoogleAnswer {
    const answers = ranges.map((range) => read(range, render))
    const failed = answers.find(({ status }) => status !== 200)
    return failed ?? { status: 200, body: { spreadsheetId: spreadsheet, valueRanges: answers.map(({ body }) => body) } }
  }

  const server = await startPretendBackend({
    name: 'google-sheets',
    now,
    ...(options.port === undefined ? {} : { port: options.port }),
    routes(app, sim) {
      function refusal(label: string, authorization: string | undefined, id: string): GoogleAnswer | undefined {
        if (sim.take('expired_session', label) || !tokens.isOpen(authorization)) {
          return googleError(
            'UNAUTHENTICATED',
            'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
          )
        }
        if (sim.take('rate_limited', label) || !quota.take()) return quotaExceeded()
        if (id !== spreadsheet) return googleError('NOT_FOUND', 'Requested entity was not found.')
        return shared ? undefined : googleError('PERMISSION_DENIED', 'The caller does not have permission')
      }

      function serve<Request extends FastifyRequest<{ Params: { id: string } }>>(label: string, answer: AnswerTo<Request>) {
        return async (request: Request, reply: FastifyReply): Promise<FastifyReply> => {
          const { status, body } = refusal(label, request.headers.authorization, request.params.id) ?? answer(request)
          return await reply.code(status).send(body)
        }
      }

      app.post<{ Body: Record<string, string> | undefined }>('/token', { config: { label: 'token' } }, async (request, reply) => {
        const { status, body } = tokens.grant(request.body ?? {}, `${request.protocol}://${request.host}/token`)
        return await reply.code(status).send(body)
      })
      app.get<{ Params: { id: string; range: string }; Querystring: { valueRenderOption?: string } }>(
        '/v4/spreadsheets/:id/values/:range',
        { config: { label: 'values' } },
        serve('values', ({ params, query }) => read(params.range, query.valueRenderOption)),
      )
      app.get<{ Params: { id: string }; Querystring: { ranges?: string | string[]; valueRenderOption?: string } }>(
        '/v4/spreadsheets/:id/values::batchGet',
        { config: { label: 'values:batchGet' } },
        serve('values:batchGet', ({ query }) => readMany([query.ranges ?? []].flat(), query.valueRenderOption)),
      )
    },
  })
  return Object.assign(server, {
    settings: { spreadsheet, sign_in: tokens.signIn, token_url: `${server.url}/token`, api_url: server.url },
  })
}

/** Formatted values, which are what one gets without asking for others, are texts throughout. */
function rendered(value: SheetCell, render: string | undefined): SheetCell {
  return render === 'UNFORMATTED_VALUE' ? value : String(value ?? '')
}

function createQuota(perMinute: number | false, now: () => number): { take(): boolean } {
  let minute = 0
  let used = 0
  return {
    take() {
      const current = Math.floor(now() / minuteMs)
      if (current !== minute) used = 0
      minute = current
      used += 1
      return perMinute === false || used <= perMinute
    },
  }
}
