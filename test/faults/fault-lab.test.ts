import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configuredBackends } from '../support/repository-config.ts'
import { faults } from './faults.ts'
import { canHappen, openLab, type Lab } from './lab.ts'

/** One of each kind of place, quick ones; `npm run faults` has them all. */
const some = ['reset_body', 'tls_expired', '429_date', 'drift_retyped']
const backends = (await configuredBackends()).map(({ name }) => name)
// wide enough for a machine that does something else as well; the lab itself is stricter
const timing = { deadlineMs: 4_000, timeoutMs: 2_000 }

let lab: Lab
beforeAll(async () => {
  lab = await openLab(timing)
}, 60_000)
afterAll(() => lab[Symbol.asyncDispose]())

describe('a backend that hurts breaks no promise', () => {
  test('every configured backend is there, and asked on a good day', () => {
    expect(lab.backends.map(({ name }) => name).toSorted()).toEqual(backends.toSorted())
    expect(lab.backends.filter(({ tool }) => tool === undefined)).toEqual([])
  })

  test.each(faults.filter(({ id }) => some.includes(id)).map((fault) => [fault.title, fault] as const))('%s', async (_title, fault) => {
    const able = lab.backends.filter((backend) => canHappen(fault, backend))
    expect(able).not.toEqual([])
    for (const backend of able) {
      const { problems, requests } = await lab.run(backend, fault, 1)
      expect([backend.name, ...problems]).toEqual([backend.name])
      expect(requests).toBeGreaterThan(0)
    }
  })
})
