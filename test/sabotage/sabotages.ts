/** One way to break the product that some test must notice. */
export interface Sabotage {
  /** What would be wrong, in a few words. */
  readonly name: string
  readonly file: string
  /** Stands in the file once. */
  readonly find: string
  readonly put: string
  /** Tests of which at least one must turn red. */
  readonly tests: readonly string[]
  /** Their vitest configuration, when it is not the usual one. */
  readonly config?: string
}

const core = 'packages/core/src'
const gateway = 'packages/gateway/src'

/** Every mistake of which we know that somebody has made it, here or elsewhere. */
export const sabotages: readonly Sabotage[] = [
  {
    name: 'a token that names accounts no longer binds',
    file: `${core}/identify/permission.ts`,
    find: '  if (!caller.accountIds) return undefined',
    put: '  return undefined',
    tests: ['packages/core/test/decide-bound.test.ts', 'test/stories/isolation.test.ts'],
  },
  {
    name: 'a region limit is forgotten',
    file: `${core}/identify/region.ts`,
    find: "  return region.state === 'known' && regions.includes(region.value)",
    put: '  return true',
    tests: ['packages/core/test/decide-region.test.ts'],
  },
  {
    name: 'a decision is remembered whoever asks',
    file: `${core}/gather/decision-memory.ts`,
    find: '\\n${standing(question.caller)}`',
    put: '`',
    tests: ['packages/core/test/gather-remembered-decisions.test.ts', 'test/stories/isolation.test.ts'],
  },
  {
    name: 'an unverified address is believed',
    file: `${core}/identify/permission.ts`,
    find: "  return about === 'vouched' && caller.customerVerified",
    put: "  return about === 'vouched'",
    tests: ['packages/core/test/decide-unverified.test.ts'],
  },
  {
    name: 'a missing scope is overlooked',
    file: `${core}/access.ts`,
    find: 'coveredBy.some((other) => scopes.has(other))) return false',
    put: 'coveredBy.some((other) => scopes.has(other))) return true',
    tests: ['packages/gateway/test/menu.test.ts'],
  },
  {
    name: 'a hidden tool answers unlike one that never was',
    file: `${gateway}/mcp/create-server.ts`,
    find: "if (tool === undefined || standingOf(tool.grants, caller) !== 'offered') {",
    put: "if (tool !== undefined && standingOf(tool.grants, caller) === 'hidden') throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Forbidden tool')\n    if (tool === undefined || standingOf(tool.grants, caller) !== 'offered') {",
    tests: ['packages/gateway/test/menu.test.ts'],
  },
  {
    name: 'a fault while checking a token lets its caller in',
    file: `${gateway}/auth/jwt.ts`,
    find: '      return { refused: reasonOf(error) }\n',
    put: "      return { caller: { subject: 'x', client: 'x', audience: 'internal', scopes: new Set(['cx.read']), emailVerified: false, customerVerified: false }, expiresAt: Number.MAX_SAFE_INTEGER }\n",
    tests: ['packages/gateway/test/auth.test.ts'],
  },
  {
    name: 'a token is remembered by its first letters',
    file: `${gateway}/auth/token-cache.ts`,
    find: "return hash('sha256', token, 'base64')",
    put: "return hash('sha256', token.slice(0, 20), 'base64')",
    tests: ['packages/gateway/test/auth.test.ts'],
  },
  {
    name: 'hosts are not checked',
    file: `${gateway}/http/host-guard.ts`,
    find: 'if (request.routeOptions.config.anyHost === true || isOurs(request.headers)) done()',
    put: 'if (request.headers.host !== undefined || isOurs(request.headers)) done()',
    tests: ['packages/gateway/test/hosts.test.ts'],
  },
  {
    name: 'a refused call is not counted as one',
    file: `${gateway}/rates/fair-bucket.ts`,
    find: 'spare + sliver >= cost ? 0 :',
    put: 'all >= cost ? 0 :',
    tests: ['packages/gateway/test/rates/fair-bucket.test.ts'],
  },
  {
    name: 'an account is counted by its spelling',
    file: `${gateway}/desk/question-input.ts`,
    find: '(canonical(given.account_id) ?? given.account_id)',
    put: 'given.account_id',
    tests: ['test/stories/rate-limits.test.ts'],
  },
  {
    name: 'an explanation is given to whoever asks',
    file: `${core}/identify/may-know.ts`,
    find: '  if (decided.accountId === undefined) return false',
    put: '  if (grant !== undefined) return true',
    tests: ['packages/core/test/decide-region.test.ts'],
  },
  {
    name: 'an error’s message goes into the log',
    file: `${gateway}/log.ts`,
    find: '    name: plain(error.name),\n',
    put: '    name: plain(error.message),\n',
    tests: ['packages/gateway/test/log.test.ts'],
  },
  {
    name: 'a card shows what it is not allowed to',
    file: `${core}/present/card.ts`,
    find: "      if (field !== 'kind' && field !== 'name' && !show.has(field)) return false\n",
    put: '',
    tests: ['packages/core/test/decide-card.test.ts', 'packages/core/test/decide-shown-edges.test.ts'],
  },
  {
    name: 'a link may lead anywhere',
    file: `${core}/present/link.ts`,
    find: 'return hosts.has(url.hostname) ? url.href : undefined',
    put: 'return hosts.size > 0 ? url.href : undefined',
    tests: ['packages/core/test/decide-link.test.ts'],
  },
  {
    name: 'what was read before is shown after a backend has refused us',
    file: `${core}/gather/source.ts`,
    find: "new Set(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED'])",
    put: 'new Set()',
    tests: ['packages/core/test/gather-edges.test.ts'],
  },
  {
    name: 'the reply does not wait for its record',
    file: `${gateway}/desk/desk.ts`,
    find: '      await record(entryOf(decided,',
    put: '      void record(entryOf(decided,',
    tests: ['test/stories/records-last.test.ts'],
  },
]
