import type { Sabotage } from '../sabotage.ts'

/** Of what goes out, and everything else. */
export const outwardSabotages: readonly Sabotage[] = [
  {
    name: 'a caller without a token is served with the gateway’s own rights',
    file: 'connectors/salesforce/src/session.ts',
    find: 'if (call.bearer !== undefined) return',
    put: 'if (call.bearer !== undefined && settings.sign_in === undefined) return',
    tests: ['connectors/salesforce/test/callers.test.ts', 'test/stories/callers-rights.test.ts'],
  },
  {
    name: 'a backend may be sent to any host',
    file: 'packages/egress/src/allowed-host.ts',
    find: '!isSafeScheme(url) || !isAllowedHost(url.host, host.hosts)',
    put: '!isSafeScheme(url) || host.hosts.length === 0',
    tests: ['packages/egress/test/http.test.ts'],
  },
  {
    name: 'the address a name leads to is not judged',
    file: 'packages/egress/src/judged-lookup.ts',
    find: '!addresses.map(({ address }) => address).every(addressJudge(hostname, host, encrypted))',
    put: 'addressJudge(hostname, host, encrypted).length !== 1',
    tests: ['packages/egress/test/judged-lookup.test.ts'],
  },
  {
    name: 'redirects are followed',
    file: 'packages/egress/src/http.ts',
    find: 'maxRedirects: 0',
    put: 'maxRedirects: 5',
    tests: ['packages/egress/test/answer.test.ts'],
  },
  {
    name: 'a backend is asked for more than is wanted',
    file: 'packages/contract/src/wanted.ts',
    find: '(always === true || isWanted(wanted, lookup, word))',
    put: "(always === true || word !== '')",
    tests: ['test/stories/only-what-is-needed.test.ts'],
  },
  {
    name: 'a page that leads back to itself is followed',
    file: 'connectors/salesforce/src/run-queries.ts',
    find: '    followed.add(next)\n',
    put: '',
    tests: ['connectors/salesforce/test/run-queries.test.ts'],
  },
  {
    name: 'certificates of backends are not checked',
    file: 'packages/egress/src/http.ts',
    find: 'new HttpsAgent({ keepAlive: false,',
    put: 'new HttpsAgent({ rejectUnauthorized: false, keepAlive: false,',
    tests: ['test/faults/fault-lab.test.ts'],
  },
]
