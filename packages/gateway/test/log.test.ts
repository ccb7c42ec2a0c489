import { expect, it } from 'vitest'
import { createLog } from '../src/index.ts'
import { now, startGateway } from './support/gateway.ts'
import { modernCall, modernHeaders } from './support/messages.ts'
import { makeToken } from './support/tokens.ts'

function recordingLog(): { log: ReturnType<typeof createLog>; lines: () => Record<string, unknown>[]; text: () => string } {
  let text = ''
  const log = createLog({ destination: { write: (line: string) => void (text += line) } })
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .trimEnd()
        .split('\n')
        .map((line): Record<string, unknown> => JSON.parse(line)),
  }
}

it('writes one line for a call, with no address, token or argument in it', async () => {
  const { log, lines, text } = recordingLog()
  const gateway = await startGateway({ log })
  const token = await makeToken(now, { claims: { sub: 'jane@contoso.example', email: 'jane@contoso.example' } })
  await gateway.send({ headers: modernHeaders(token), body: JSON.stringify(modernCall({ word: 'jane@contoso.example' })) })
  expect(lines()).toEqual([
    {
      level: 'info',
      time: expect.any(Number),
      tool: 'echo',
      status: 'ok',
      era: 'modern',
      path: 'lane',
      durationMs: expect.any(Number),
      client: 'helpdesk-agent',
      audience: 'service',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      msg: 'call',
    },
  ])
  expect(text()).not.toMatch(/jane|eyJ/)
})

it('says why a tool failed without repeating a message', async () => {
  const { log, lines, text } = recordingLog()
  const gateway = await startGateway({ log })
  const answer = await gateway.send({
    headers: modernHeaders(await makeToken(now), 'fail'),
    body: JSON.stringify(modernCall({ word: 'x' }, 'fail')),
  })
  expect(lines().map(({ msg }) => msg)).toEqual(['tool failed', 'call'])
  expect(lines()[0]).toMatchObject({
    tool: 'fail',
    error: {
      name: 'ConciergeError',
      code: 'BACKEND_REFUSED',
      at: expect.arrayContaining([expect.stringContaining('support/tools.ts:')]),
      cause: { name: 'Error' },
    },
  })
  expect(text() + answer.body).not.toMatch(/secret|jane/)
})

it('names the reason of a refusal, which the caller is not told', async () => {
  const { log, lines } = recordingLog()
  const gateway = await startGateway({ log })
  const token = await makeToken(now, { claims: { aud: 'https://other.example' } })
  const answer = await gateway.send({ headers: modernHeaders(token), body: JSON.stringify(modernCall()) })
  expect(lines()).toMatchObject([{ msg: 'refused', reason: 'audience', httpStatus: 401 }])
  expect(answer.body).not.toContain('audience')
})

it('drops what is not on its list, and cannot be made to write two lines or a control character', () => {
  const { log, lines, text } = recordingLog()
  const error = new TypeError('secret\n    at jane@contoso.example:1:1')
  log.info(
    {
      tool: 'a\nb\u001B[31m\u202E',
      token: 'secret',
      headers: { authorization: 'secret' },
      durationMs: 'secret',
      reason: { deep: 'secret' },
      error,
    },
    'x',
  )
  const renamed = new Error('secret\n    at jane@contoso.example:1:1')
  // a stack is written down when it is first looked at
  expect(renamed.stack).toContain('secret')
  renamed.message = 'another'
  log.info({ error: renamed }, 'y')
  expect(lines()).toHaveLength(2)
  expect(lines()[0]).toMatchObject({ tool: 'a?b?[31m?', error: { name: 'TypeError' } })
  expect(text()).not.toMatch(/secret|jane/)
})
