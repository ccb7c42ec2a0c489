import { connect as connectSocket } from 'node:net'
import { z } from 'zod'
import {
  ConciergeError,
  createHttp,
  createTokenKeeper,
  defineConnector,
  errorForStatus,
  fieldsFor,
  parseJson,
  secret,
  type AccountRecord,
  type AnyConnector,
  type Call,
  type FieldRead,
  type HttpReply,
} from '../../src/index.ts'
import type { Break } from './breaks.ts'

const tokenAnswer = z.object({ token: z.string() })
const peopleAnswer = z.object({ people: z.array(z.object({ id: z.string(), name: z.string().nullish() })) })

const toyReads: readonly FieldRead[] = [
  { lookup: 'accounts', object: 'people', field: 'id', word: 'id', always: true },
  { lookup: 'accounts', object: 'people', field: 'name', word: 'name' },
]

function settingsFor(broken: Break | undefined) {
  const url = z.url()
  const secretSetting = broken === 'does not mark its secret' ? z.string().describe('the secret') : secret('the secret')
  const keys = {
    url: broken === 'leaves a setting without a description' ? url : url.describe('where it is'),
    sign_in: z.strictObject({ secret: secretSetting }).describe('how to sign in'),
  }
  return broken === 'lets unknown settings through' ? z.object(keys) : z.strictObject(keys)
}

/** A whole connector, small enough to see through; breaks one promise when told how. */
export function toyConnector(broken?: Break): AnyConnector {
  return defineConnector({
    contract: 1,
    name: 'toy',
    title: 'Toy',
    settings: settingsFor(broken),
    provides: {
      lookups: broken === 'declares a look-up it does not answer' ? ['accounts', 'people'] : ['accounts'],
      attributes: ['name'],
    },
    reads: () => toyReads,
    hosts: ({ url }) => [new URL(url).host, ...(broken === 'declares a host it does not need' ? ['unused.example'] : [])],
    connect(chosen, host) {
      const hosts = broken === 'makes its own list of hosts' ? [new URL(chosen.url).host] : host.hosts
      const http = createHttp({ ...host, hosts }, { baseUrl: chosen.url })
      const keeper = createTokenKeeper(signIn, { host })
      const wanted = broken === 'asks for what nobody wants' ? toyReads : fieldsFor(toyReads, host.wanted)
      const fields = wanted.map(({ field }) => field).join(',')
      let ownToken: string | undefined
      if (broken === 'opens a connection when connected') {
        const socket = connectSocket(Number(new URL(chosen.url).port), '127.0.0.1')
        socket.on('error', () => undefined).on('connect', () => socket.destroy())
      }

      async function signIn(call: Call): Promise<string> {
        const reply = await http.request({ method: 'POST', path: ['token'], form: chosen.sign_in, signal: call.signal })
        if (reply.status === 400) {
          const code = broken === 'calls refused credentials a refusal' ? 'BACKEND_REFUSED' : 'BACKEND_SIGN_IN_FAILED'
          throw new ConciergeError(code, 'The toy does not know us.', { source: host.name })
        }
        if (reply.status !== 200) throw errorForStatus(reply, host.name)
        return parseJson(reply, tokenAnswer, host.name).token
      }

      async function get(ids: readonly string[], call: Call): Promise<HttpReply> {
        const send = async (bearer: string): Promise<HttpReply> =>
          await http.request({
            method: 'GET',
            path: ['people'],
            query: { ids: ids.join(','), fields },
            headers: { authorization: `Bearer ${bearer}` },
            signal: call.signal,
          })
        const token = broken === 'signs in for each caller' ? (ownToken ?? (await signIn(call))) : await keeper.get(call)
        ownToken = token
        const reply = await send(token)
        if (reply.status !== 401 || broken === 'does not sign in again') return reply
        ownToken = await keeper.renew(token, call)
        return await send(ownToken)
      }

      async function read(ids: readonly string[], call: Call) {
        let reply = await get(ids, call)
        if (reply.status === 503 && broken === 'tries again after a 503') reply = await get(ids, call)
        if (reply.status === 429 && broken === 'does not know the word for slow down') reply = { ...reply, status: 500 }
        if (reply.status !== 200) throw errorForStatus(reply, host.name)
        if (broken === 'takes a login page for an empty answer' && reply.text.startsWith('<')) return []
        return parseJson(reply, peopleAnswer, host.name).people
      }

      async function accounts(keys: readonly string[], call: Call): Promise<Map<string, AccountRecord>> {
        const people = broken === 'sends one request for each key' ? [] : await read(keys, call)
        if (broken === 'sends one request for each key') for (const key of keys) people.push(...(await read([key], call)))
        if (broken === 'makes up records') people.push(...keys.filter((id) => people.every((one) => one.id !== id)).map((id) => ({ id })))
        return new Map(people.map(({ id, name = null }) => [id, { id, name: broken === 'answers with another name' ? 'Somebody' : name }]))
      }

      return {
        lookups: {
          async accounts(keys, call) {
            try {
              return await accounts(keys, callFor(call, broken))
            } catch (error) {
              if (broken === 'puts its secret into the log') host.log('toy-failed', { with: chosen.sign_in.secret })
              const otherwise = spoiled(error, keys, chosen.sign_in.secret, broken)
              if (otherwise === undefined) return new Map()
              throw otherwise
            }
          },
        },
        async check(call) {
          if (broken === 'checks only that it has signed in') await keeper.get(call)
          else await read(['001-nobody'], call)
        },
        close() {
          http.close()
          return Promise.resolve()
        },
      }
    },
  })
}

function callFor(call: Call, broken: Break | undefined): Call {
  if (broken === 'does not listen to the caller') return { signal: new AbortController().signal }
  return broken === 'has a timeout of its own' ? { signal: AbortSignal.any([call.signal, AbortSignal.timeout(250)]) } : call
}

/** What is thrown in place of an error; nothing for no error at all. */
function spoiled(error: unknown, keys: readonly string[], known: string, broken: Break | undefined): unknown {
  if (!ConciergeError.is(error)) return error
  const reason = error.cause instanceof Error ? error.cause.message : ''
  if (broken === 'calls a dead backend slow' && reason.endsWith('ECONNREFUSED')) return new ConciergeError('BACKEND_TIMEOUT', 'Too slow.')
  if (broken === 'takes half an answer for a whole one' && reason.endsWith('ERR_BAD_RESPONSE')) return undefined
  if (error.code === 'CALLER_GONE') return error
  if (broken === 'puts its secret into the cause of an error') {
    return new ConciergeError(error.code, error.message, { cause: new Error(`sent ${known}`) })
  }
  if (broken === 'puts the key into its sentence') return new ConciergeError(error.code, `Nothing for ${keys.join(' and ')}.`)
  return error
}
