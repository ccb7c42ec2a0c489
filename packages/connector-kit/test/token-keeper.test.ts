import { describe, expect, it } from 'vitest'
import { ConciergeError, createTokenKeeper, type Call } from '../src/index.ts'

/** A sign-in that is answered by hand, on a clock that is set by hand. */
function signInDesk() {
  const asked: { call: Call; answer: (token: string) => void; refuse: (error: unknown) => void }[] = []
  let nowMs = 1_000_000
  const keeper = createTokenKeeper<string>((call) => new Promise((answer, refuse) => asked.push({ call, answer, refuse })), {
    host: { name: 'backend', now: () => nowMs },
  })
  return {
    keeper,
    asked,
    last: () => {
      const newest = asked.at(-1)
      if (newest === undefined) throw new Error('nobody asked for a sign-in')
      return newest
    },
    advance: (ms: number) => {
      nowMs += ms
    },
  }
}

const call = (): Call => ({ signal: new AbortController().signal })
const refusal = new ConciergeError('BACKEND_SIGN_IN_FAILED', 'No.')
/** Lets everything that is ready happen. */
const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve))

async function signedIn() {
  const desk = signInDesk()
  const token = desk.keeper.get(call())
  await settle()
  desk.last().answer('first')
  await token
  return desk
}

describe('the token keeper', () => {
  it('signs in once for everybody', async () => {
    const { keeper, asked, last } = signInDesk()
    const callers = [keeper.get(call()), keeper.get(call()), keeper.get(call())]
    await settle()
    last().answer('token')
    expect(await Promise.all(callers)).toEqual(['token', 'token', 'token'])
    expect(await keeper.get(call())).toBe('token')
    expect(asked).toHaveLength(1)
  })

  it('renews once for everybody whose token went stale', async () => {
    const { keeper, asked, last, advance } = await signedIn()
    advance(10_000)
    const callers = [keeper.renew('first', call()), keeper.renew('first', call()), keeper.get(call())]
    await settle()
    last().answer('second')
    expect(await Promise.all(callers)).toEqual(['second', 'second', 'second'])
    expect(await keeper.renew('first', call())).toBe('second')
    expect(asked).toHaveLength(2)
  })

  it('does not renew a token it has just got: the backend would refuse the next one too', async () => {
    const { keeper, asked, advance } = await signedIn()
    advance(4999)
    await expect(keeper.renew('first', call())).rejects.toMatchObject({ code: 'BACKEND_SIGN_IN_FAILED' })
    advance(1)
    const renewed = keeper.renew('first', call())
    await settle()
    asked.at(-1)?.answer('second')
    expect(await renewed).toBe('second')
  })

  it('renews also when the clock was set back', async () => {
    const { keeper, last, advance } = await signedIn()
    advance(-3_600_000)
    const renewed = keeper.renew('first', call())
    await settle()
    last().answer('second')
    expect(await renewed).toBe('second')
  })

  it('does not try refused credentials again for a while, but tries a backend that was down at once', async () => {
    const { keeper, asked, last, advance } = signInDesk()
    const down = keeper.get(call())
    await settle()
    last().refuse(new ConciergeError('BACKEND_UNAVAILABLE', 'Down.'))
    await expect(down).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE' })

    const refused = keeper.get(call())
    await settle()
    last().refuse(refusal)
    await expect(refused).rejects.toBe(refusal)
    await expect(keeper.get(call())).rejects.toBe(refusal)
    expect(asked).toHaveLength(2)

    advance(5000)
    const again = keeper.get(call())
    await settle()
    last().answer('token')
    expect(await again).toBe('token')
  })

  it('goes on for the others when one caller leaves', async () => {
    const { keeper, asked, last } = signInDesk()
    const leaver = new AbortController()
    const reason = new ConciergeError('CALLER_GONE', 'Gone.')
    const left = keeper.get({ signal: leaver.signal })
    const stays = keeper.get(call())
    await settle()
    leaver.abort(reason)
    await expect(left).rejects.toBe(reason)
    expect(last().call.signal.aborted).toBe(false)
    last().answer('token')
    expect(await stays).toBe('token')
    expect(asked).toHaveLength(1)
  })

  it('stops when the last caller has left, and begins anew for the next', async () => {
    const { keeper, asked, last } = signInDesk()
    const leaver = new AbortController()
    const left = keeper.get({ signal: leaver.signal })
    await settle()
    leaver.abort()
    await expect(left).rejects.toMatchObject({ code: 'BACKEND_TIMEOUT' })
    expect(last().call.signal.aborted).toBe(true)

    const next = keeper.get(call())
    await settle()
    last().answer('token')
    expect(await next).toBe('token')
    asked[0]?.answer('late')
    await settle()
    expect(await keeper.get(call())).toBe('token')
  })

  it('turns away a caller who has left already', async () => {
    const { keeper, asked } = signInDesk()
    await expect(keeper.get({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'BACKEND_TIMEOUT' })
    expect(asked).toHaveLength(0)
  })
})
