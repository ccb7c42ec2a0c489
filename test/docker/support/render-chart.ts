import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseAllDocuments, stringify } from 'yaml'
import { fromRoot } from './from-root.ts'
import { yamlOf } from './yaml-of.ts'

/** A Kubernetes object as the chart gives it. */
export interface Rendered {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly [key: string]: unknown
}

type Values = Readonly<Record<string, unknown>>

const chart = fromRoot('docker/helm/cx-concierge')
const release = 'desk'
const goPackages = '/usr/share/gocode'

const works = (command: string, args: readonly string[]): boolean => spawnSync(command, args).status === 0

/** What can render the chart here: Helm itself, or Go with the template library Helm uses. `undefined` when there is neither. */
export const renderer: 'helm' | 'go' | undefined = works('helm', ['version'])
  ? 'helm'
  : works('go', ['version']) && existsSync(`${goPackages}/src/github.com/Masterminds/sprig`)
    ? 'go'
    : undefined

const config = Object.fromEntries(
  ['connectors', 'people', 'routing', 'access'].map((name) => [`${name}.yaml`, readFileSync(fromRoot(`config/${name}.yaml`), 'utf8')]),
)

/** The chart's objects over the repository's own configuration, with some values changed. Throws an `Error` with what the renderer said. */
export function renderChart(change: Values = {}): readonly Rendered[] {
  const values = merged({ ...(yamlOf('docker/helm/cx-concierge/values.yaml') as Values), config }, change)
  const { status, stdout, stderr } = renderer === 'helm' ? withHelm(values) : withGo(values)
  if (status !== 0) throw new Error(stderr)
  return parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Rendered | null) ?? [])
}

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function withHelm(values: Values): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'cx-chart-'))
  try {
    writeFileSync(join(folder, 'values.yaml'), stringify(values))
    return spawnSync('helm', ['template', release, chart, '-f', join(folder, 'values.yaml')], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function withGo(values: Values): Ran {
  const { name, version, appVersion } = yamlOf('docker/helm/cx-concierge/Chart.yaml') as Readonly<Record<string, string>>
  const scope = {
    Values: values,
    Chart: { Name: name, Version: version, AppVersion: appVersion },
    Release: { Name: release, Service: 'Helm' },
  }
  return spawnSync('go', ['run', fromRoot('test/docker/render-chart/main.go'), chart], {
    input: JSON.stringify(scope),
    encoding: 'utf8',
    // packages as Debian lays them out; nothing is fetched
    env: { ...process.env, GO111MODULE: 'off', GOPATH: goPackages, GOFLAGS: '', GOCACHE: join(tmpdir(), 'cx-go-cache') },
  })
}

function merged(base: Values, change: Values): Values {
  const all: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(change)) {
    const before = all[key]
    all[key] = isBlock(before) && isBlock(value) ? merged(before, value) : value
  }
  return all
}

const isBlock = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)
