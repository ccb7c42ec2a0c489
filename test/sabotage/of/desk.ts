import type { Sabotage } from '../sabotage.ts'

const gateway = 'packages/gateway/src'

/** Of the desk, its configuration and its changes. */
export const deskSabotages: readonly Sabotage[] = [
  {
    name: 'an error’s message goes into the log',
    file: `${gateway}/log.ts`,
    find: '    name: word(error.name),\n',
    put: '    name: error.message,\n',
    tests: ['packages/gateway/test/log.test.ts'],
  },
  {
    name: 'the reply does not wait for its record',
    file: `${gateway}/desk/desk.ts`,
    find: 'const kept = await recorded(entryOf(decided, config.policy.change, names), id !== undefined)',
    put: 'const kept = true\n      void recorded(entryOf(decided, config.policy.change, names), id !== undefined)',
    tests: ['test/stories/records-last.test.ts'],
  },
  {
    name: 'a withheld answer leaves nobody to turn to',
    file: `${gateway}/desk/prepared-answer.ts`,
    find: "error.code !== 'ANSWER_WITHHELD') throw error",
    put: "error.code === 'ANSWER_WITHHELD') throw error",
    tests: ['packages/gateway/test/never-withheld.test.ts', 'test/stories/withheld-answer.test.ts'],
  },
  {
    name: 'an explanation repeats orders',
    file: `${gateway}/desk/tools/explain-routing.ts`,
    find: 'inert(withoutOrders(recorded))',
    put: 'inert(recorded)',
    tests: ['test/stories/hostile-records.test.ts'],
  },
  {
    name: 'a customer has an allowance under each of its names',
    file: `${gateway}/desk/desk.ts`,
    find: '      if (refused) return { tooSoon: refused }\n',
    put: '',
    tests: ['test/stories/rate-limits.test.ts'],
  },
  {
    name: 'an account that was typed in short is recorded as somebody else',
    file: 'packages/gateway/src/desk/record-call.ts',
    find: 'accountId(question.accountId) ?? question.accountId',
    put: "question.accountId.length === 0 ? accountId('') ?? '' : question.accountId",
    tests: ['test/stories/record-keys.test.ts'],
  },
  {
    name: 'a desk that cannot record says that it is ready',
    file: 'packages/gateway/src/desk/desk.ts',
    find: 'const recording = await store.probe()',
    put: 'const recording = (await store.redirects()).size >= 0',
    tests: ['test/stories/ready.test.ts'],
  },
  {
    name: 'a new hash key is taken beside old records',
    file: 'packages/gateway/src/open-records.ts',
    find: "hash('cx-concierge/key-mark/1'))) === 'other'",
    put: "hash('cx-concierge/key-mark/1'))) === 'first'",
    tests: ['test/stories/record-keys.test.ts'],
  },
  {
    name: 'a change of configuration takes its systems from a call under way',
    file: `${gateway}/generation/in-force.ts`,
    find: '    const work = whose\n      .over()\n',
    put: '    const work = Promise.resolve(whose)\n',
    tests: ['test/stories/reload.test.ts'],
  },
  {
    name: 'a configuration whose systems do not answer comes into force',
    file: `${gateway}/reload/reloader.ts`,
    find: 'if (unreachable.length > 0) {',
    put: 'if (unreachable.length < 0) {',
    tests: ['test/stories/reload.test.ts'],
  },
  {
    name: 'a file with faults comes into force as far as it can be read',
    file: `${gateway}/config/load-config.ts`,
    find: "  if (faults.some(({ severity }) => severity === 'error')) return { config: undefined",
    put: '  if (faults.length > 1_000) return { config: undefined',
    tests: ['test/stories/reload.test.ts'],
  },
  {
    name: 'what was read is remembered although the system is another one',
    file: `${gateway}/desk/connect-sources.ts`,
    find: '    print,\n    wantedOf',
    put: '    wantedOf',
    tests: ['test/stories/reload.test.ts'],
  },
  {
    name: 'whoever was let in stays in although access.yaml says otherwise',
    file: `${gateway}/generation/open-generation.ts`,
    find: 'JSON.stringify([access.tokens, access.private_hosts, config.issuersPrint])',
    put: "'anybody'",
    tests: ['test/stories/reload.test.ts'],
  },
  {
    name: 'a gateway closes its door before balancers could notice',
    file: `${gateway}/start-gateway.ts`,
    find: '    if (noticeMs > 0) await',
    put: '    if (noticeMs < 0) await',
    tests: ['test/stories/drain.test.ts'],
  },
  {
    name: 'a gateway that ends says that it is ready',
    file: `${gateway}/start-gateway.ts`,
    find: '? { ...report, ready: false }',
    put: '? report',
    tests: ['test/stories/drain.test.ts'],
  },
]
