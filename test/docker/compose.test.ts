import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fromRoot } from './support/from-root.ts'
import { yamlOf } from './support/yaml-of.ts'

interface Service {
  readonly image: string
  readonly volumes?: readonly string[]
  readonly secrets?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly networks: readonly string[]
  readonly read_only?: boolean
  readonly user?: string
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly depends_on?: Readonly<Record<string, unknown>>
  readonly ports?: readonly string[]
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, unknown>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

const file = 'docker/compose.yaml'
const compose = yamlOf(file) as Compose
const services = Object.entries(compose.services)
const gateways = services.map(([name]) => name).filter((name) => name.startsWith('gateway-'))
const textOf = (path: string): string => readFileSync(fromRoot(path), 'utf8')

describe.each(services)('%s', (_, service) => {
  test('comes in a version that was chosen', () => {
    // PostgreSQL counts with two numbers
    expect(service.image).toMatch(/:v?\d+\.\d+[\w.-]*$/)
  })

  test('gains no rights', () => {
    expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
  })

  test('refers only to what there is', () => {
    const mounts = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '')
    const [files, named] = [mounts.filter((from) => from.startsWith('.')), mounts.filter((from) => !from.startsWith('.'))]
    expect(files.filter((path) => !existsSync(join(dirname(fromRoot(file)), path)))).toEqual([])
    expect(named.filter((name) => !(name in compose.volumes))).toEqual([])
    expect((service.secrets ?? []).filter((name) => !(name in compose.secrets))).toEqual([])
    expect(service.networks.filter((name) => !(name in compose.networks))).toEqual([])
    expect(Object.keys(service.depends_on ?? {}).filter((name) => !(name in compose.services))).toEqual([])
  })

  test('can be reached from this machine at most', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/)
  })
})

test('there are two replicas, which write nowhere but where their records are', () => {
  expect(gateways).toEqual(['gateway-a', 'gateway-b'])
  for (const name of gateways) expect(compose.services[name]).toMatchObject({ read_only: true, user: '10001:10001' })
  const records = gateways.map((name) => compose.services[name]?.volumes?.find((volume) => volume.endsWith(':/var/lib/concierge')))
  expect(new Set(records).size).toBe(gateways.length)
})

test('replicas have one record and one set of keys, and the database knows the password in their address by a file alone', () => {
  for (const name of gateways) {
    expect(compose.services[name]?.environment).toMatchObject({ DATABASE_URL_FILE: '/run/secrets/database.url' })
    expect(compose.services[name]?.environment).not.toHaveProperty('DATABASE_URL')
    const keys = compose.services[name]?.environment?.['RECORD_KEYS']
    expect(compose.services[name]?.volumes).toContain(`record-keys:${keys}`)
    expect(textOf('docker/Dockerfile')).toContain(`chown 10001:10001 /var/lib/concierge ${keys}`)
  }
  expect(compose.services['postgres']?.environment).toMatchObject({ POSTGRES_PASSWORD_FILE: '/run/secrets/database.password' })
})

test('balancer and collector know every replica', () => {
  const balanced = [...textOf('docker/balancer/nginx.conf').matchAll(/^\s+server ([\w-]+:\d+)/gm)].map(([, host]) => host)
  const collected = [...textOf('docker/telemetry/collector.yaml').matchAll(/'(gateway-[\w-]+:\d+)'/g)].map(([, host]) => host)
  expect([balanced, collected]).toEqual([gateways, gateways].map((names) => names.map((name) => `${name}:8080`)))
})

test('what the configuration takes from its surroundings is there to be filled in', () => {
  const configuration = ['connectors', 'access'].map((name) => textOf(`config/${name}.yaml`)).join('\n')
  const named = (kind: string): string[] =>
    [...new Set([...configuration.matchAll(new RegExp(String.raw`\$\{${kind}:([^}]+)\}`, 'g'))].map(([, name = '']) => name))].toSorted()
  const variables = [...textOf('docker/.env.example').matchAll(/^(\w+)=/gm)].map(([, name = '']) => name).toSorted()
  expect(variables).toEqual(named('env').filter((name) => name !== 'NAME'))
  const { environment = {}, secrets = [] } = compose.services['gateway-a'] ?? {}
  const files = [...named('file'), ...Object.values(environment)].filter((path) => path.startsWith('/run/secrets/')).toSorted()
  expect(files).toEqual(secrets.map((name) => `/run/secrets/${name}`).toSorted())
})
