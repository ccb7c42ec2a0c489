import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { connectorPackage, type RateLimits } from '@cx-concierge/gateway'
import { northwind, startSandbox, type Sandbox } from '@cx-concierge/sandbox'
import { copyConfig } from '../stories/support/config-copy.ts'
import { startBalancer, type Balancer } from './balancer.ts'
import { findCacheServer, type CacheServer } from './cache-server.ts'
import { freePort } from './free-port.ts'
import { findRecordServer, type RecordServer } from './record-server.ts'
import { keysOf, recordsOf } from './records.ts'
import { createReplica, type Replica } from './replica.ts'

/** Replicas behind a balancer, over pretend backends, one cache and one record of their own. */
export interface Topology extends AsyncDisposable {
  /** The MCP URL of the balancer. */
  readonly url: string
  readonly balancer: string
  readonly replicas: readonly Replica[]
  readonly cache: CacheServer | undefined
  /** Where they keep one record; each has a file of its own when there is none. */
  readonly records: RecordServer | undefined
  readonly folder: string
  readonly backends: Sandbox['backends']
  /** An access token of an agent of the company, by its name. */
  token(subject: string): Promise<string>
}

/** Calls one agent may make in a minute. */
export const callerPerMinute = 120

const many = { calls: 10_000_000, perMs: 60_000 }
const rates: RateLimits = { caller: { calls: callerPerMinute, perMs: 60_000 }, client: many, account: many }
const backends = { salesforce: 'salesforce', gainsight: 'gainsight', booking_sheet: 'google-sheets', headshots: 'image-cdn' }
const issuer = 'https://tokens.replicas.example'

// answers age fast, so that replicas have something to share all the time
const edit = (text: string, file: string): string =>
  file === 'access.yaml'
    ? `${text}\nshared_cache: { key: a-key-for-replicas-of-this-test-alone }\n`
    : text.replaceAll(/fresh_for: \w+/g, 'fresh_for: 1s')

/** Starts everything and waits until every replica hears the others. */
export async function openTopology(count: number): Promise<Topology> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'concierge-replicas-')), (path) => rm(path, { recursive: true, force: true }))
  const configFolder = await copyConfig(join(folder, 'config'), edit)
  const company = await northwind()
  const sandbox = opening.adopt(
    await startSandbox({
      backends: Object.entries(backends).map(([name, use]) => ({ name, connector: connectorPackage(use) })),
      company: () => company,
    }),
    (one) => one.close(),
  )
  const cache = await findCacheServer(folder)
  if (cache) {
    await cache.start()
    opening.defer(() => cache.kill())
  }
  const records = await findRecordServer()
  if (records) {
    opening.defer(() => records.remove())
    await records.start()
    opening.defer(() => records.kill())
  }
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'replicas', alg: 'ES256' }] }
  const replicas: Replica[] = []
  for (let index = 1; index <= count; index += 1) {
    const storeFile = recordsOf(folder, index)
    await mkdir(dirname(storeFile), { recursive: true })
    const replica = createReplica({
      port: await freePort(),
      configFolder,
      overrides: [...sandbox.overrides],
      storeFile,
      rates,
      issuer: { issuer, jwks, algorithms: ['ES256'] },
      ...(cache === undefined ? {} : { cacheUrl: cache.url }),
      ...(records === undefined ? {} : { database: { url: records.url, keys: keysOf(folder) } }),
    })
    opening.defer(() => replica.kill())
    replicas.push(replica)
  }
  await Promise.all(replicas.map((replica) => replica.start()))
  const balancer: Balancer = await startBalancer(
    folder,
    replicas.map(({ port }) => port),
  )
  opening.defer(() => balancer.close())
  const open = opening.move()
  return {
    url: balancer.url,
    balancer: balancer.name,
    replicas,
    cache,
    records,
    folder,
    backends: sandbox.backends,
    token: (subject) =>
      new SignJWT({ client_id: 'agents', scope: 'cx.route cx.route.any cx.team.read', cx_audience: 'service', cx_customer_verified: true })
        .setProtectedHeader({ alg: 'ES256', kid: 'replicas', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience('https://concierge.northwind.example/mcp')
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
