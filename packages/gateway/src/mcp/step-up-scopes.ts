// about the person and the session rather than this resource (OpenID Connect Core §5.4 and §11)
const notOurs = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access'])

/**
 * What a caller who lacks scope is told to ask for: all that the operation needs, together with what the token already has. Many clients ask for exactly this
 * and drop the token they had, so naming only what is missing would have them lose one scope for another.
 */
export function stepUpScopes(needed: readonly string[], had: ReadonlySet<string>): readonly string[] {
  return [...new Set([...needed, ...had])].filter((scope) => needed.includes(scope) || !notOurs.has(scope))
}
