import { hash } from 'node:crypto'

/** The name under which a token may be remembered: the SHA-256 of all of it, so that no two tokens share one and none can be read back. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'base64')
}
