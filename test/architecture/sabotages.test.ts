import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { sabotages } from '../sabotage/sabotages.ts'

test.each(sabotages)('"$name" still breaks something: its text stands in the file once', async ({ file, find, put, tests }) => {
  expect(put).not.toBe(find)
  expect((await readFile(file, 'utf8')).split(find)).toHaveLength(2)
  for (const path of tests) expect(await readFile(path, 'utf8')).toMatch(/\b(?:it|test)\b/)
})

test('no two sabotages share a name', () => {
  expect(new Set(sabotages.map(({ name }) => name)).size).toBe(sabotages.length)
})
