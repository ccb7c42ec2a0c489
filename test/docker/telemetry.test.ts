import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { openStoryDesk } from '../stories/support/story-desk.ts'
import { fromRoot } from './support/from-root.ts'

const shown = new Set<string>()

beforeAll(async () => {
  await using desk = await openStoryDesk({ follows: 'orders' })
  const text = await (await fetch(desk.url.replace(/\/mcp$/, '/metrics'))).text()
  for (const [, name = '', kind] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    if (kind === 'histogram') for (const part of ['bucket', 'count', 'sum']) shown.add(`${name}_${part}`)
    else shown.add(name)
  }
})

const pages = ['docker/telemetry/alerts.yml', 'docker/telemetry/grafana/dashboards/concierge.json', 'docker/helm/cx-concierge/values.yaml']

test.each(pages)('%s asks for no number that the gateway does not show', (page) => {
  const text = readFileSync(fromRoot(page), 'utf8')
  // what an adapter of the cluster makes is named after what it makes it of
  const asked = [...new Set(text.match(/concierge_[a-z0-9_]+/g))].filter((name) => name !== 'concierge_event_loop_utilisation')
  expect(asked).not.toEqual([])
  expect(asked.filter((name) => !shown.has(name))).toEqual([])
})
