import { expect, it } from 'vitest'
import { createReplayMemory } from '../src/auth/replay-memory.ts'

it('a name is new once in a window, wherever in it the memory turns a page', () => {
  for (let start = 0; start < 100; start += 7) {
    const memory = createReplayMemory(100)
    memory.use('first', 0)
    expect(memory.use('name', start)).toBe(true)
    for (let later = 1; later < 100; later += 9) {
      memory.use(`other ${later}`, start + later)
      expect(memory.use('name', start + later)).toBe(false)
    }
  }
})

it('what is long past is forgotten', () => {
  const memory = createReplayMemory(100)
  memory.use('name', 0)
  expect(memory.use('name', 200)).toBe(true)
})

it('when no more can be remembered everything is taken for used, rather than something forgotten', () => {
  const memory = createReplayMemory(100, 3)
  expect(['a', 'b', 'c', 'd'].map((name) => memory.use(name, 0))).toEqual([true, true, true, false])
  expect(memory.use('a', 50)).toBe(false)
  expect(memory.use('d', 100)).toBe(true)
  expect(memory.use('a', 100)).toBe(false)
})
