import { expect, test, vi } from 'vitest'
import { runQueries } from '../src/run-queries.ts'
import type { Send } from '../src/session.ts'

const page = (next: string) => ({ records: [{ Id: '001' }], done: false, nextRecordsUrl: next })
const query = { soql: { text: 'SELECT Id FROM Account' } } as Parameters<typeof runQueries>[2][number]

test.each([
  ['to itself', () => '/services/data/v68.0/query/01gAgain-2000'],
  ['round in a circle', (call: number) => `/services/data/v68.0/query/01gAgain-${call % 2}`],
])('a page that leads %s is an error, and no page is asked for twice', async (_how, next) => {
  const asked: string[] = []
  const send = vi.fn<Send>((_method, path) => {
    asked.push(path)
    const body = page(next(asked.length))
    return Promise.resolve(asked.length > 1 ? body : { compositeResponse: [{ body, httpStatusCode: 200, referenceId: 'query0' }] })
  })
  await expect(runQueries(send, '68.0', [query])).rejects.toMatchObject({ errorCode: 'UNEXPECTED_SHAPE' })
  expect(new Set(asked).size).toBe(asked.length)
})
