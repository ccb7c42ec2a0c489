/**
 * Whether a token is, or was before something happened to it, a JWT, signed or encrypted: one of several parts is the JSON of a header or of claims. Such a
 * token says whose it is, and is nobody else's to see.
 */
export function isJose(token: string): boolean {
  const parts = token.split('.')
  return parts.length > 1 && parts.some((part) => part.startsWith('eyJ') || isObject(part))
}

function isObject(part: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}
