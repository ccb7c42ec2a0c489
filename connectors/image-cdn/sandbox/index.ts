import { createHash } from 'node:crypto'
import {
  startPretendBackend,
  type FastifyReply,
  type FastifyRequest,
  type PretendBackend,
  type PretendBackendOptions,
} from '@cx-concierge/connector-kit/sandbox'
import { createVerifier, type Recipe } from './verify-signature.ts'

/** Whose pictures the pretend CDN has. Other keys are ignored. */
export interface HeadshotData {
  readonly have?: readonly string[]
}

/** How the pretend CDN behaves. */
export interface ImageCdnOptions extends PretendBackendOptions<HeadshotData> {
  /** Hex digits in a picture's name. */
  readonly hashLength?: number
  /** What is said for a picture that is not there; 403 where the bucket may not be listed. */
  readonly missingStatus?: 403 | 404
  /** What is said to HEAD, where it is not answered. */
  readonly headStatus?: 403 | 405
  /** `false`: sends the whole picture whatever range was asked for. */
  readonly ranges?: boolean
  readonly contentType?: string
  /** Insists on addresses signed in this vendor's way. */
  readonly signing?: Recipe
}

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')
const etag = `"${createHash('md5').update(picture).digest('hex')}"`

/** Starts a pretend image CDN. Its settings say where to look for pictures; where people see them is the connection's own `url`. */
export async function start(options: ImageCdnOptions): Promise<PretendBackend> {
  const verifier = options.signing === undefined ? undefined : createVerifier(options.signing)
  const hashes = new Map<string, string>()
  const hashOf = (email: string): string => {
    const hash =
      hashes.get(email) ??
      createHash('sha256')
        .update(email.toLowerCase())
        .digest('hex')
        .slice(0, options.hashLength ?? 16)
    hashes.set(email, hash)
    return hash
  }
  const has = (name: string): boolean => (options.data().have ?? []).some((email) => hashOf(email) === name)

  const server = await startPretendBackend({
    name: 'image-cdn',
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.port === undefined ? {} : { port: options.port }),
    routes: (app, sim) => {
      app.route({
        method: ['GET', 'HEAD'],
        url: '/*',
        config: { label: 'picture' },
        async handler(request, reply) {
          if (sim.take('rate_limited', 'picture')) return await reply.code(429).header('retry-after', '30').send('Too Many Requests')
          if (request.method === 'HEAD' && options.headStatus !== undefined) return await reply.code(options.headStatus).send()
          const url = new URL(request.url, `http://${request.host}`)
          const refusal = verifier?.refusal(url, sim.now())
          if (refusal !== undefined)
            return await reply
              .code(refusal.status)
              .headers({ ...refusal.headers })
              .send(refusal.body)
          const name = /([^/]+)\.\w+$/.exec(url.pathname)?.[1] ?? ''
          if (!has(name)) return await reply.code(options.missingStatus ?? 404).send('Not Found')
          return await sendPicture(request, reply, options)
        },
      })
    },
  })
  const path = options.signing === 'cloudinary' ? '/northwind/image/authenticated/{signature}/c_thumb,h_96,w_96/v1/people/' : '/people/'
  const signing = verifier === undefined ? {} : { signing: verifier.signing }
  return { ...server, settings: { probe_url: `${server.url}${path}{email_hash}.jpg`, ...signing } }
}

async function sendPicture(request: FastifyRequest, reply: FastifyReply, options: ImageCdnOptions): Promise<FastifyReply> {
  void reply.headers({ etag, 'cache-control': 'public, max-age=3600', 'x-cache': 'Hit from pretend CDN', 'accept-ranges': 'bytes' })
  if (request.headers['if-none-match'] === etag) return await reply.code(304).send()
  void reply.type(options.contentType ?? 'image/png')
  const [from, to] =
    /^bytes=(\d+)-(\d+)$/
      .exec(request.headers.range ?? '')
      ?.slice(1)
      .map(Number) ?? []
  if (from === undefined || to === undefined || options.ranges === false) return await reply.send(picture)
  if (from >= picture.length) return await reply.code(416).header('content-range', `bytes */${picture.length}`).send()
  const part = picture.subarray(from, to + 1)
  const end = from + part.length - 1
  return await reply.code(206).header('content-range', `bytes ${from}-${end}/${picture.length}`).send(part)
}
