import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'
import { connectorPackage, loadConfig, startGateway, type Config, type RunningGateway } from '@cx-concierge/gateway'
import { northwind, startSandbox, type Sandbox } from '@cx-concierge/sandbox'
import { roomForAll, withoutLimit } from '../support/without-limit.ts'

const issuer = 'https://bench.example'
const connectors = { salesforce: 'salesforce', gainsight: 'gainsight', booking_sheet: 'google-sheets', headshots: 'image-cdn' } as const

/** A desk over pretend backends, with real token checks and a durable store. */
export interface DeskUnderTest {
  readonly gateway: RunningGateway
  readonly sandbox: Sandbox
  readonly config: Config
  token(): Promise<string>
  close(): Promise<void>
}

/** Opens one over Northwind, or over another company; `alone` in its process, or with its callers in the same one. */
export async function openDeskUnderTest(
  storeFile: string,
  alone: boolean,
  company?: Readonly<Record<string, unknown>>,
): Promise<DeskUnderTest> {
  const held = company ?? (await northwind())
  const sandbox = await startSandbox({
    backends: Object.entries(connectors).map(([name, use]) => ({ name, connector: connectorPackage(use) })),
    company: () => held,
  })
  const { config, faults } = await loadConfig('config', { now: Date.now(), overrides: sandbox.overrides, missingSecrets: 'warning' })
  if (!config) throw new Error(faults.map((fault) => fault.what).join('\n'))
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256' }] }
  const gateway = await startGateway({
    config,
    host: '127.0.0.1',
    port: 0,
    storeFile,
    log: false,
    rates: withoutLimit,
    ...(alone ? {} : { limits: roomForAll }),
    issuers: [{ issuer, jwks, algorithms: ['RS256'] }],
  })
  const privateJwk: JWK = await exportJWK(privateKey)
  return {
    gateway,
    sandbox,
    config,
    token: async () =>
      new SignJWT({
        client_id: 'bench',
        scope: 'cx.route cx.route.any cx.team.read crm.health.read',
        cx_audience: 'service',
        cx_customer_verified: true,
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(config.access.tokens.audience)
        .setSubject('bench')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(await importJWK(privateJwk, 'RS256')),
    close: async () => {
      await gateway.close()
      await sandbox.close()
    },
  }
}
