import { readFile } from 'node:fs/promises'
import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { audiences, type Audience } from '@cx-concierge/contract'
import { rightsOf } from '../../packages/cli/src/access/tool-rights.ts'
import { call } from '../stories/support/call.ts'
import { listTools } from '../stories/support/list-tools.ts'
import { openStoryDesk, type StoryDesk } from '../stories/support/story-desk.ts'
import type { Spoiled, TokenClaims } from '../stories/support/tokens.ts'
import { median } from '../support/quantile.ts'

/** access.yaml as anybody reads it, without the code that compiles it. */
interface Written {
  readonly scopes: Readonly<Record<string, { readonly covers?: readonly string[] }>>
  readonly tools: Readonly<Record<string, Readonly<Partial<Record<Audience, WrittenGrant>>>>>
}
interface WrittenGrant {
  readonly needs: readonly string[]
  readonly about: 'own' | 'vouched' | 'anyone'
  readonly any_account_with?: readonly string[]
}

const written = parse(await readFile(new URL('../../config/access.yaml', import.meta.url), 'utf8')) as Written
const scopes = Object.keys(written.scopes)
const tools = Object.keys(written.tools)
const own = { account: '001NwAcmeRobot1IRA', email: 'jane.doe@acme-robotics.example' }
const foreign = { account: '001NwIrisBankA1IRI', email: 'somebody@globex.example' }

/** Every set of scopes a token can carry. */
const subsets = Array.from({ length: 2 ** scopes.length }, (_, bits) => scopes.filter((_scope, place) => (bits >> place) & 1))

/** Everything a list of scopes amounts to. */
function amountsTo(held: readonly string[]): ReadonlySet<string> {
  const all = new Set(held)
  // what is added on the way is visited too
  for (const scope of all) for (const covered of written.scopes[scope]?.covers ?? []) all.add(covered)
  return all
}

type Expected = 'offered' | 'hidden' | { readonly lacking: readonly string[] }

function expectedOf(tool: string, audience: Audience, held: readonly string[]): Expected {
  const grant = written.tools[tool]?.[audience]
  if (grant === undefined) return 'hidden'
  const all = amountsTo(held)
  // whoever is told to ask for more must not lose what they have
  return grant.needs.every((need) => all.has(need)) ? 'offered' : { lacking: [...new Set([...grant.needs, ...held])] }
}

const argumentsOf = (tool: string): object =>
  tool === 'explain_routing' ? { decision_id: `dec_${'b'.repeat(20)}` } : { account_id: own.account }

let desk: StoryDesk
beforeAll(async () => {
  desk = await openStoryDesk()
})
afterAll(() => desk[Symbol.asyncDispose]())

describe('every tool, for every kind of caller and every set of scopes', () => {
  test.each(audiences)('%s: the menu and the calls are what access.yaml says, without one difference', async (audience) => {
    const differences: unknown[] = []
    for (const held of subsets) {
      const token = await desk.token({ audience, scopes: held, accountIds: [own.account] })
      const menu = (JSON.parse(await listTools(desk.url, token)) as { result: { tools: { name: string }[] } }).result.tools
      const expectedMenu = tools.filter((tool) => expectedOf(tool, audience, held) === 'offered').toSorted()
      if (JSON.stringify(menu.map(({ name }) => name)) !== JSON.stringify(expectedMenu)) differences.push({ held, menu })
      for (const tool of tools) {
        const expected = expectedOf(tool, audience, held)
        const seen = await standingSeen(token, tool)
        if (JSON.stringify(seen) !== JSON.stringify(expected)) differences.push({ held, tool, expected, seen })
      }
    }
    expect(differences).toEqual([])
  })

  test('the table that the command line prints says the same', () => {
    const access = desk.config.policy.access
    const differences = audiences.flatMap((audience) =>
      subsets.flatMap((held) =>
        rightsOf(access, {
          issuer: 'x',
          subject: 'x',
          client: 'x',
          audience,
          scopes: new Set(held),
          emailVerified: false,
          customerVerified: false,
        }).filter(({ tool, standing }) => {
          const expected = expectedOf(tool, audience, held)
          return standing !== (typeof expected === 'string' ? expected : 'needs_scope')
        }),
      ),
    )
    expect(differences).toEqual([])
  })
})

/** What a call shows of its tool: an answer, a challenge that names scopes, or nothing. */
async function standingSeen(token: string, tool: string): Promise<Expected | { readonly status: number; readonly raw: string }> {
  const { httpStatus, result, raw, challenge } = await call(desk.url, token, tool, argumentsOf(tool))
  if (result !== undefined) return 'offered'
  if (httpStatus === 403) return { lacking: /scope="([^"]*)"/.exec(challenge ?? '')?.[1]?.split(' ') ?? [] }
  const { raw: unknown } = await call(desk.url, token, 'no_such_tool', argumentsOf(tool))
  return raw === unknown.replace('no_such_tool', tool) ? 'hidden' : { status: httpStatus, raw }
}

describe('whose records', () => {
  const questions = [
    ['its own account', { account_id: own.account }],
    ['another account', { account_id: foreign.account }],
    ['its own address', { email: own.email }],
    ['another address', { email: foreign.email }],
  ] as const
  const callers = audiences.flatMap((audience) =>
    [[], [own.account]].flatMap((accounts) =>
      [[], ['cx.route.any']].flatMap((more) =>
        [false, true].map((vouches) => ({ audience, accounts, scopes: ['cx.route', 'cx.team.read', 'crm.health.read', ...more], vouches })),
      ),
    ),
  )

  function mayAsk(
    tool: string,
    caller: (typeof callers)[number],
    about: { readonly account_id?: string; readonly email?: string },
  ): boolean {
    const grant = written.tools[tool]?.[caller.audience]
    if (grant === undefined) throw new Error('the tool is hidden')
    const any = grant.any_account_with ?? []
    const named = caller.accounts.includes(own.account)
    if (about.email !== undefined) {
      const verified = about.email === own.email || grant.about === 'anyone' || (grant.about === 'vouched' && caller.vouches)
      return verified && (about.email === own.email || !named)
    }
    if (named) return about.account_id === own.account
    return grant.about === 'anyone' || (any.length > 0 && any.every((scope) => caller.scopes.includes(scope)))
  }

  test.each(tools.filter((tool) => tool !== 'explain_routing'))(
    '%s is answered about exactly the records access.yaml allows',
    async (tool) => {
      const differences: unknown[] = []
      for (const caller of callers) {
        if (written.tools[tool]?.[caller.audience] === undefined) continue
        const claims: TokenClaims = {
          audience: caller.audience,
          scopes: caller.scopes,
          email: own.email,
          emailVerified: true,
          customerVerified: caller.vouches,
          ...(caller.accounts.length > 0 ? { accountIds: caller.accounts } : {}),
        }
        const token = await desk.token(claims)
        for (const [what, args] of questions) {
          if (tool === 'get_account_health' && 'email' in args) continue
          const { result } = await call(desk.url, token, tool, args)
          const answered = result?.structuredContent?.['account_id'] !== undefined
          if (answered !== mayAsk(tool, caller, args))
            differences.push({ caller, what, answered, status: result?.structuredContent?.['status'] })
        }
      }
      expect(differences).toEqual([])
    },
  )
})

describe('a token with a fault opens nothing, whatever else it carries', () => {
  const otherKey = async (): Promise<CryptoKey> => (await generateKeyPair('ES256')).privateKey
  const longAgoS = 1_000_000_000
  const faults: Readonly<Record<string, () => Spoiled | Promise<Spoiled>>> = {
    expired: () => ({ payload: { exp: longAgoS } }),
    'not valid yet': () => ({ payload: { nbf: longAgoS * 3 } }),
    'for another audience': () => ({ payload: { aud: 'https://other.example/mcp' } }),
    'for no audience': () => ({ payload: { aud: undefined } }),
    'of another issuer': () => ({ payload: { iss: 'https://other.example' } }),
    'of no issuer': () => ({ payload: { iss: undefined } }),
    'of an algorithm that is not allowed': () => ({ header: { alg: 'HS256' }, key: new TextEncoder().encode('x'.repeat(32)) }),
    'signed by a key nobody knows': async () => ({ header: { kid: 'other' }, key: await otherKey() }),
    'signed by another key under a known name': async () => ({ key: await otherKey() }),
    'of another type': () => ({ header: { typ: 'id+jwt' } }),
    'without a subject': () => ({ payload: { sub: undefined } }),
    'without an end': () => ({ payload: { exp: undefined } }),
    'of nobody’s kind': () => ({ payload: { cx_audience: 'root' } }),
    'with accounts nobody can read': () => ({ payload: { cx_account_ids: 'all' } }),
    'with regions nobody can read': () => ({ payload: { cx_regions: 'all' } }),
    'bound to a key': () => ({ payload: { cnf: { jkt: 'x' } } }),
  }

  test.each(Object.entries(faults))('%s', async (_title, fault) => {
    const answers = new Set<string>()
    for (const audience of audiences) {
      for (const held of [[], ['cx.route'], scopes]) {
        const token = await desk.token({ audience, scopes: held }, await fault())
        for (const tool of [...tools, 'no_such_tool']) {
          const { httpStatus, raw } = await call(desk.url, token, tool, argumentsOf(tool))
          answers.add(`${httpStatus} ${raw}`)
        }
        answers.add(`401 ${await listTools(desk.url, token)}`)
      }
    }
    // one answer for all of them, the same for every fault
    const junk = await call(desk.url, 'junk', 'get_escalation_contact', {})
    expect([...answers]).toEqual([`401 ${junk.raw}`])
  })
})

describe('a tool that is hidden', () => {
  test('takes no longer and no shorter than one that never was', async () => {
    const token = await desk.token({ audience: 'customer', scopes: ['cx.route'] })
    const times: Record<string, number[]> = { explain_routing: [], no_such_tool_x: [] }
    for (let round = 0; round < 300; round += 1) {
      for (const [tool, taken] of Object.entries(times)) taken.push((await call(desk.url, token, tool, argumentsOf(tool))).tookMs)
    }
    const [hidden = 0, unknown = 0] = Object.values(times).map(median)
    // medians of interleaved calls: far apart only when one of them does something the other does not
    expect(Math.max(hidden, unknown) / Math.min(hidden, unknown)).toBeLessThan(1.5)
  })
})
