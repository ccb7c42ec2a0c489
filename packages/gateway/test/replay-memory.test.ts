import { expect, it } from 'vitest'
import { createReplayMemory } from '../src/auth/replay-memory.ts'

it('a name is new once in a window, wherever in it the memory turns a page', () => {
  for (let start = 0; start < 100; start += 7) {
    const memory = createReplayMemory(100)
    memory.use('key', 'first', 0)
    expect(memory.use('key', 'name', start)).toBe('first')
    for (let later = 1; later < 100; later += 9) {
      memory.use('key', `other ${later}`, start + later)
      expect(memory.use('key', 'name', start + later)).toBe('again')
    }
  }
})

it('what is long past is forgotten', () => {
  const memory = createReplayMemory(100)
  memory.use('key', 'name', 0)
  expect(memory.use('key', 'name', 200)).toBe('first')
})

it('keys have names of their own', () => {
  const memory = createReplayMemory(100)
  expect([memory.use('one', 'name', 0), memory.use('other', 'name', 0), memory.use('one', 'name', 0)]).toEqual(['first', 'first', 'again'])
})

it('when no more can be remembered nothing is taken for new, rather than something forgotten', () => {
  const memory = createReplayMemory(100, 3)
  expect(['a', 'b', 'c', 'd'].map((name) => memory.use('key', name, 0))).toEqual(['first', 'first', 'first', 'full'])
  expect(memory.use('key', 'a', 50)).toBe('again')
  expect(memory.use('key', 'd', 100)).toBe('first')
  expect(memory.use('key', 'a', 100)).toBe('again')
})

it('one key that uses up all there is leaves each of the others an equal share', () => {
  const memory = createReplayMemory(100, 100)
  const count = (key: string, names: number): number =>
    Array.from({ length: names }, (_, index) => memory.use(key, `${index}`, 0)).filter((one) => one === 'first').length
  expect(count('greedy', 1000)).toBe(100)
  expect(count('second', 1000)).toBe(50)
  expect(count('third', 1000)).toBe(33)
  expect(memory.use('greedy', 'more', 0)).toBe('full')
  let all = 183
  for (let key = 4; key < 1000; key += 1) all += count(`key ${key}`, 1000)
  // so much is kept, however many keys there are
  expect(all).toBeLessThanOrEqual(100 * (1 + Math.log(1000)))
  expect(count('one too many', 2)).toBe(0)
  expect(memory.use('greedy', '0', 0)).toBe('again')
})
