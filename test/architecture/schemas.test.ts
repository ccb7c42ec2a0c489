import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { configSchemas, loadConnector } from '@cx-concierge/gateway'
import { exists, textOf } from './support/files.ts'

const configured = parse(textOf('config/connectors.yaml')) as { connectors: Record<string, { use: string }> }
const uses = [...new Set(Object.values(configured.connectors).map(({ use }) => use))]

test('the JSON Schemas that editors use are what the code says today', async () => {
  const stale: string[] = []
  for (const [name, text] of await configSchemas(uses, loadConnector)) {
    const file = `config/schema/${name}`
    if (!exists(file) || textOf(file) !== text) stale.push(`${file}: run npm run concierge -- schema`)
  }
  expect(stale).toEqual([])
})

test('each of the four files names its schema', () => {
  for (const name of ['connectors', 'people', 'routing', 'access']) {
    expect(textOf(`config/${name}.yaml`).split('\n')[0]).toBe(`# yaml-language-server: $schema=./schema/${name}.schema.json`)
  }
})
