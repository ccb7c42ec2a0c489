import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectorPackage } from '@cx-concierge/gateway'
import { northwind, startSandbox } from '@cx-concierge/sandbox'
import { copyConfig } from '../../stories/support/config-copy.ts'
import { issuer, trustedIssuer } from '../../stories/support/tokens.ts'
import { openMisbehavingProxy, type MisbehavingProxy } from './misbehaving-proxy.ts'
import { environmentSecrets, humanSecrets } from './planted-secrets.ts'

const systems = { salesforce: 'salesforce', gainsight: 'gainsight', booking_sheet: 'google-sheets', headshots: 'image-cdn' } as const
const imageToken = 'imgix0Secret0Token0For0Tests'

/** What a gateway needs to run over systems that talk too much. */
export interface SecretWorld extends AsyncDisposable {
  readonly folder: string
  readonly config: string
  readonly data: string
  readonly env: Readonly<Record<string, string>>
  readonly proxies: readonly MisbehavingProxy[]
  /** Secrets that are really used, besides the planted ones. */
  readonly used: () => readonly string[]
}

/** Real pretend backends, each behind a proxy that talks too much, and a configuration that leads there. */
export async function openSecretWorld(): Promise<SecretWorld> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.adopt(await mkdtemp(join(tmpdir(), 'cx-secrets-')), (path) => rm(path, { recursive: true, force: true }))
  const company = await northwind()
  const backends = Object.entries(systems).map(([name, use]) => ({ name, connector: connectorPackage(use) }))
  const sandbox = opening.adopt(await startSandbox({ backends, company: () => company }), (one) => one.close())
  const proxies = new Map<string, MisbehavingProxy>()
  for (const [name, backend] of sandbox.backends) proxies.set(name, opening.use(await openMisbehavingProxy(new URL(backend.url))))
  const urlOf = (name: keyof typeof systems): string => proxies.get(name)?.url ?? ''
  const settingsOf = (name: keyof typeof systems) => sandbox.backends.get(name)?.settings as Record<string, Record<string, string>>

  const { sign_in: salesforce = {} } = settingsOf('salesforce')
  const { sign_in: google = {} } = settingsOf('booking_sheet')
  const { sign_in: gainsight = {} } = settingsOf('gainsight')
  const googleKeyFile = JSON.stringify({
    type: 'service_account',
    client_email: google['client_email'],
    private_key: google['private_key'],
  })
  await writeFile(join(folder, 'salesforce.key'), salesforce['key'] ?? '')
  await writeFile(join(folder, 'google.json'), googleKeyFile)
  await writeFile(join(folder, 'jwks.json'), JSON.stringify('jwks' in trustedIssuer ? trustedIssuer.jwks : {}))
  const spreadsheet = String(sandbox.backends.get('booking_sheet')?.settings['spreadsheet'])
  const connectorsFile = `version: 1
connectors:
  salesforce:
    use: salesforce
    settings:
      login_url: ${urlOf('salesforce')}
      instance_hosts: ['${proxies.get('salesforce')?.host}']
      sign_in: { flow: jwt, client_id: ${salesforce['client_id']}, username: ${salesforce['username']}, key: '\${file:${folder}/salesforce.key}', audience: ${urlOf('salesforce')} }
    timeout: 1500ms
    breaker: { open_when: 99% of 1000 calls fail, try_again_after: 1s }
  gainsight:
    use: gainsight
    settings: { base_url: '${urlOf('gainsight')}', sign_in: { access_key: '\${env:GAINSIGHT_ACCESS_KEY}' } }
    timeout: 1500ms
    breaker: { open_when: 99% of 1000 calls fail, try_again_after: 1s }
  booking_sheet:
    use: google-sheets
    settings: { spreadsheet: '${spreadsheet}', sign_in: { key_file: '\${file:${folder}/google.json}' }, token_url: '${urlOf('booking_sheet')}/token', api_url: '${urlOf('booking_sheet')}' }
    timeout: 1500ms
    breaker: { open_when: 99% of 1000 calls fail, try_again_after: 1s }
  headshots:
    use: image-cdn
    settings: { url: 'https://img.northwind.example/people/{email_hash}.jpg', probe_url: '${urlOf('headshots')}/people/{email_hash}.jpg', signing: { with: imgix, token: '\${env:IMAGE_TOKEN}' } }
    timeout: 400ms
    breaker: { open_when: 99% of 1000 calls fail, try_again_after: 1s }
`
  const hosts = [...proxies].map(([name, { host }]) => `  ${name}: ['${host}', img.northwind.example]`).join('\n')
  const config = await copyConfig(join(folder, 'config'), (text, name) => {
    if (name === 'connectors.yaml') return connectorsFile
    if (name !== 'access.yaml') return text
    return text
      .replace(/backend_hosts:\n(?: {2}.*\n)+/, `backend_hosts:\n${hosts}\n`)
      .replace('https://login.northwind.example\n', `${issuer}\n`)
      .replace(/jwks_url: .*/, `jwks_file: ${folder}/jwks.json`)
  })
  const data = join(folder, 'data')
  await mkdir(data)
  const env = {
    ...environmentSecrets,
    GAINSIGHT_ACCESS_KEY: gainsight['access_key'] ?? '',
    IMAGE_TOKEN: imageToken,
    CRASH_SECRET: humanSecrets.crashMessage,
  }
  const open = opening.move()
  return {
    folder,
    config,
    data,
    env,
    proxies: [...proxies.values()],
    used: () => [
      ...[salesforce['key'], google['private_key'], gainsight['access_key'], imageToken].filter((one) => one !== undefined),
      ...[...proxies.values()].flatMap(({ seen }) => [...seen]),
    ],
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
