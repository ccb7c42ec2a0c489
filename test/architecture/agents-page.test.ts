import { statuses } from '@cx-concierge/contract'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { textOf } from './support/files.ts'

const page = textOf('docs/agents.md')

/** The code words in the first column of the table under a heading. */
const firstColumn = (heading: string): readonly string[] =>
  [...(page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, word = '']) => word)

test('the page for agent builders explains every status there is, and no other', () => {
  expect(firstColumn('What a status means').toSorted()).toEqual([...statuses].toSorted())
})

test('the page for agent builders lists the tools there are, and no other', () => {
  const { tools } = parse(textOf('config/access.yaml')) as { tools: Readonly<Record<string, unknown>> }
  expect(firstColumn('The tools').toSorted()).toEqual(Object.keys(tools).toSorted())
})

test('the paragraph for system prompts names nothing that does not exist', () => {
  const paragraph = /```text\n([\s\S]+?)```/.exec(page)?.[1] ?? ''
  const known = new Set([...statuses, ...firstColumn('The tools'), 'agent_message'])
  expect(paragraph.length).toBeGreaterThan(400)
  expect([...paragraph.matchAll(/\b[a-z]+(?:_[a-z]+)+\b/g)].map(([word]) => word).filter((word) => !known.has(word))).toEqual([])
})
