import { hasRepeatedMember } from './repeated-member.ts'

/** A compact JWS (RFC 7515 §3.1), taken apart; nothing of it is verified. */
export interface CompactJws {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Takes a compact JWS of a JSON object apart; `undefined` when it is not one in the strictest reading: three parts in canonical base64url, so that no two
 * texts are the same token, valid UTF-8, no member twice, and no extension that would have to be understood (RFC 7515 §4.1.11, RFC 7797).
 */
export function readCompactJws(token: string): CompactJws | undefined {
  const parts = token.split('.')
  if (parts.length !== 3 || !parts.every(isCanonical)) return undefined
  const [header, payload] = parts.map(readObject)
  if (header === undefined || payload === undefined) return undefined
  const { kid } = header
  if ('crit' in header || 'b64' in header || (kid !== undefined && typeof kid !== 'string')) return undefined
  return { header, payload }
}

function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
}

function readObject(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json = text.decode(Buffer.from(part, 'base64url'))
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || hasRepeatedMember(json)) return undefined
    return value as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}
