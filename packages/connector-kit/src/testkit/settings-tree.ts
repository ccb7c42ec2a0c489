import type { AnyConnector } from '@cx-concierge/contract'
import { z } from 'zod'

/** One key of a connector's settings, as its schema describes it. */
interface SettingKey {
  /** From the top, with `.` between. */
  readonly path: readonly string[]
  readonly described: boolean
  readonly secret: boolean
}

/** What a settings schema says of itself. */
export interface SettingsTree {
  readonly keys: readonly SettingKey[]
  /** Paths of objects that would swallow a misspelt key. */
  readonly open: readonly string[]
}

type Node = Readonly<Record<string, unknown>>

/** Walks every key of a connector's settings, through alternatives and nested objects. */
export function settingsTree(connector: AnyConnector): SettingsTree {
  const keys: SettingKey[] = []
  const open: string[] = []
  const visit = (node: Node, path: readonly string[]): void => {
    for (const word of ['anyOf', 'oneOf', 'allOf']) for (const branch of nodes(node[word])) visit(branch, path)
    if (isNode(node['items'])) visit(node['items'], path)
    if (!isNode(node['properties'])) return
    if (node['additionalProperties'] !== false) open.push(path.join('.'))
    for (const [name, child] of Object.entries(node['properties'])) {
      if (!isNode(child)) continue
      keys.push({ path: [...path, name], described: typeof child['description'] === 'string', secret: child['secret'] === true })
      visit(child, [...path, name])
    }
  }
  visit(z.toJSONSchema(connector.settings, { io: 'input', unrepresentable: 'any' }), [])
  return { keys, open }
}

/** The values standing at the secret keys of these settings. */
export function secretValues(connector: AnyConnector, settings: Readonly<Record<string, unknown>>): readonly string[] {
  const found = settingsTree(connector)
    .keys.filter((key) => key.secret)
    .map(({ path }) => path.reduce<unknown>((value, name) => (isNode(value) ? value[name] : undefined), settings))
  return [...new Set(found.filter((value) => typeof value === 'string'))]
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}
