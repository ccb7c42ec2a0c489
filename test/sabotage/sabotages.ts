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
  /** A program without which those tests skip themselves. */
  readonly needs?: string
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
    find: '    return { refused: reasonOf(error) }\n',
    put: "    return { caller: { issuer: 'x', subject: 'x', client: 'x', audience: 'internal', scopes: new Set(['cx.read']), emailVerified: false, customerVerified: false }, expiresAt: Number.MAX_SAFE_INTEGER }\n",
    tests: ['packages/gateway/test/auth.test.ts'],
  },
  {
    name: 'a token is remembered by its first letters',
    file: `${gateway}/auth/token-hash.ts`,
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
    find: '    name: word(error.name),\n',
    put: '    name: error.message,\n',
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
    find: 'url !== null && hosts.has(url.hostname)',
    put: 'url !== null && hosts.size > 0',
    tests: ['packages/core/test/decide-link.test.ts'],
  },
  {
    name: 'what was read before is shown after a backend has refused us',
    file: `${core}/gather/error-code.ts`,
    find: "new Set(['BACKEND_SIGN_IN_FAILED', 'BACKEND_REFUSED'])",
    put: 'new Set()',
    tests: ['packages/core/test/gather-edges.test.ts'],
  },
  {
    name: 'the reply does not wait for its record',
    file: `${gateway}/desk/desk.ts`,
    find: 'const kept = await recorded(record(entryOf(decided, config.policy.change, hash), id !== undefined))',
    put: 'const kept = true\n      void recorded(record(entryOf(decided, config.policy.change, hash), id !== undefined))',
    tests: ['test/stories/records-last.test.ts'],
  },
  {
    name: 'the cache key forgets whose credentials read the value',
    file: `${core}/gather/cache-key.ts`,
    find: '  return `${ownerOf(credentials)}${lookup}|${key}`',
    put: '  return `s|${lookup}|${key}${ownerOf(credentials).slice(0, 0)}`',
    tests: ['packages/core/test/gather-callers.test.ts', 'test/stories/callers-rights.test.ts'],
  },
  {
    name: 'a caller without a token is served with the gateway’s own rights',
    file: 'connectors/salesforce/src/session.ts',
    find: 'if (call.bearer !== undefined) return',
    put: 'if (call.bearer !== undefined && settings.sign_in === undefined) return',
    tests: ['connectors/salesforce/test/callers.test.ts', 'test/stories/callers-rights.test.ts'],
  },
  {
    name: 'the output gate lets any shape pass',
    file: `${gateway}/gate/checks.ts`,
    find: "    if (!parsed.success) return { check: 'schema' }\n    structured = parsed.data",
    put: '    structured = reply.structured',
    tests: ['packages/gateway/test/output-gate.test.ts'],
  },
  {
    name: 'hidden characters leave',
    file: `${gateway}/gate/checks.ts`,
    find: "  if (lines.some((line) => unseen.test(line))) return { check: 'characters' }\n",
    put: '',
    tests: ['packages/gateway/test/output-gate.test.ts'],
  },
  {
    name: 'a key that stands twice is taken',
    file: `${gateway}/http/plain-keys.ts`,
    find: 'return plainKeys(value) === keysInText',
    put: 'return plainKeys(value) <= keysInText',
    tests: ['packages/gateway/test/ambiguous-json.test.ts'],
  },
  {
    name: 'a proof of possession is good for any token',
    file: `${gateway}/auth/proof.ts`,
    find: "    if (ath !== hash('sha256', token, 'base64url')) return refused\n",
    put: '    void [ath, token]\n',
    tests: ['packages/gateway/test/dpop.test.ts'],
  },
  {
    name: 'a proof of possession works twice',
    file: `${gateway}/auth/proof.ts`,
    find: "use === 'again' ? 'proof' : 'busy'",
    put: "use === 'again' ? undefined : 'busy'",
    tests: ['packages/gateway/test/dpop.test.ts'],
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
    name: 'a link of the chain forgets the one before',
    file: 'packages/store/src/chain.ts',
    find: '`${previous}\\n${bodySha256',
    put: '`${previous.slice(0, 0)}\\n${bodySha256',
    tests: ['packages/store/test/chain.test.ts', 'packages/store/test/tampering.test.ts'],
  },
  {
    name: 'commits are not forced to the disk',
    file: 'packages/store/src/sqlite/open-database.ts',
    find: 'PRAGMA synchronous = FULL',
    put: 'PRAGMA synchronous = NORMAL',
    tests: ['packages/store/test/crash.test.ts'],
    needs: 'strace',
  },
  {
    name: 'a person who was forgotten can still be found',
    file: 'packages/store/src/sqlite/forget.ts',
    find: 'SET identifier = NULL, salt = NULL, forgotten',
    put: 'SET salt = NULL, forgotten',
    tests: ['packages/store/test/persons.test.ts'],
  },
  {
    name: 'a backend is asked for more than is wanted',
    file: 'packages/contract/src/wanted.ts',
    find: '(always === true || isWanted(wanted, lookup, word))',
    put: "(always === true || word !== '')",
    tests: ['test/stories/only-what-is-needed.test.ts'],
  },
  {
    name: 'a caller’s token is sent on as it is',
    file: `${gateway}/auth/token-exchange.ts`,
    find: 'bearer: sealed(granted.access_token)',
    put: 'bearer: token.token',
    tests: ['test/stories/callers-rights.test.ts'],
  },
  {
    name: 'a scope may hold any text',
    file: `${gateway}/auth/claims.ts`,
    find: 'z.array(z.string().regex(scopeToken))',
    put: 'z.array(z.string().regex(scopeToken).or(z.string()))',
    tests: ['packages/gateway/test/scope-claims.test.ts'],
  },
  {
    name: 'a broken JWT is shown to the issuer of opaque tokens',
    file: `${gateway}/auth/authenticator.ts`,
    find: 'if (jws === undefined && isJose(token)) return',
    put: "if (jws !== undefined && isJose('')) return",
    tests: ['packages/gateway/test/opaque-tokens.test.ts'],
  },
  {
    name: 'an API key is shown to the issuer of opaque tokens',
    file: `${gateway}/auth/authenticator.ts`,
    find: 'isKeyText(token) ? checkKey(token)',
    put: 'isKeyText(token) && apiKeysFile !== undefined ? checkKey(token)',
    tests: ['packages/gateway/test/opaque-tokens.test.ts'],
  },
  {
    name: 'a token its issuer calls bound passes for a bearer token',
    file: `${gateway}/auth/introspection.ts`,
    find: "return 'token_type' in answer ? ofType(answer.token_type, verdict) : verdict",
    put: "return 'token_type' in answer ? (ofType('bearer', verdict)) : verdict",
    tests: ['packages/gateway/test/opaque-tokens.test.ts'],
  },
  {
    name: 'known credentials wait behind made-up ones',
    file: `${gateway}/auth/lanes.ts`,
    find: 'known.has(credential) ? lanes.known : lanes.others',
    put: 'known.has(credential) ? lanes.others : lanes.others',
    tests: ['packages/gateway/test/opaque-tokens.test.ts'],
  },
  {
    name: 'made-up API keys push out known ones',
    file: `${gateway}/auth/api-keys/check-key.ts`,
    find: 'if (holder === undefined) refusals.set(name, refused)',
    put: 'if (holder === undefined) holders.set(name, { caller: {} as Caller, keyEndsAt: 0 })',
    tests: ['packages/gateway/test/api-keys.test.ts'],
  },
  {
    name: 'a credential that cannot be looked into now is called bad',
    file: `${gateway}/http/challenge.ts`,
    find: '{ missing, header: unreadable, busy }',
    put: '{ missing, header: unreadable, busy: refused }',
    tests: ['packages/gateway/test/opaque-tokens.test.ts'],
  },
  {
    name: 'keys that may have been withdrawn are used while new ones are fetched',
    file: `${gateway}/auth/remote-keys.ts`,
    find: 'refetchAfterMs)) await refresh()\n    const keys',
    put: 'refetchAfterMs)) void refresh()\n    const keys',
    tests: ['packages/gateway/test/issuer-keys.test.ts'],
  },
  {
    name: 'one key may fill the memory of used proofs',
    file: `${gateway}/auth/replay-memory.ts`,
    find: 'count >= mostPerWindow && own.size + 1 > share',
    put: 'count >= mostPerWindow && share > 0',
    tests: ['packages/gateway/test/replay-memory.test.ts'],
  },
  {
    name: 'a proof is used up by a request that came too soon',
    file: `${gateway}/http/dispatch.ts`,
    find: 'refused ? undefined : useProof(exchange)',
    put: "refused && useProof(exchange) === 'busy' ? undefined : useProof(exchange)",
    tests: ['packages/gateway/test/dpop.test.ts'],
  },
  {
    name: 'a proof that grew old on the way is taken',
    file: `${gateway}/auth/proof.ts`,
    find: "if (!isInTime(iat, nowMs)) return 'proof'",
    put: "if (!isInTime(iat, nowMs) && nowMs < 0) return 'proof'",
    tests: ['packages/gateway/test/dpop.test.ts'],
  },
  {
    name: 'a caller who proved a key is asked for more as a bearer',
    file: `${gateway}/mcp/sdk-mount.ts`,
    find: 'challenge !== null && useProof !== undefined',
    put: 'challenge !== null && useProof === null',
    tests: ['packages/gateway/test/dpop.test.ts'],
  },
]
