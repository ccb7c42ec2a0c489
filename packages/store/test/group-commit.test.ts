import { expect, onTestFinished, test } from 'vitest'
import { GroupCommit } from '../src/engine/group-commit.ts'
import { sampleAudit } from './sample-records.ts'

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** A commit that has just landed, with an entry that came right after it; `sent` says of how many rows each batch was. */
async function afterCommit() {
  const clock = { ms: 0 }
  const sent: number[] = []
  const send = (rows: readonly unknown[]): boolean => {
    sent.push(rows.length)
    return true
  }
  const commits = new GroupCommit({ send, stuck: () => undefined, now: () => clock.ms, answerWithinMs: 60_000, maxPending: 100 })
  const add = (number: number): void => void commits.add({ kind: 'call', entry: { audit: sampleAudit(number) } })
  add(1)
  await turn()
  commits.committed(false)
  add(2)
  onTestFinished(async () => {
    for (let turns = 0; turns < 3; turns += 1) await turn()
    commits.committed(false)
    await commits.drain()
  })
  return { clock, sent, add }
}

test('a lone entry is sent with the next turn', async () => {
  const { sent } = await afterCommit()
  expect(sent).toEqual([1])
})

test('after a commit three turns pass, and who comes in them shares the next one', async () => {
  const { sent, add } = await afterCommit()
  await turn()
  add(3)
  await turn()
  expect(sent).toEqual([1])
  add(4)
  await turn()
  expect(sent).toEqual([1, 3])
})

test('turns that last are not waited for', async () => {
  const { clock, sent } = await afterCommit()
  clock.ms += 3
  await turn()
  expect(sent).toEqual([1, 1])
})
