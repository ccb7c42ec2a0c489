import { randomBytes } from 'node:crypto'

/** An API key as its holder writes it, `cxk_<id>_<secret>`, taken apart. */
export interface KeyText {
  /** Names the key's record; no secret. */
  readonly id: string
  /** 32 random bytes in base64url. */
  readonly secret: string
}

const secretBytes = 32
const idBytes = 6
const pattern = /^cxk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

/** Whether a token is meant to be an API key. */
export const isKeyText = (token: string): boolean => token.startsWith('cxk_')

/** Takes a key apart; `undefined` when it cannot be one of ours. */
export function readKeyText(token: string): KeyText | undefined {
  const [, id, secret] = pattern.exec(token) ?? []
  return id === undefined || secret === undefined ? undefined : { id, secret }
}

/** Makes up a key that nobody can guess. */
export function newKeyText(): KeyText & { readonly text: string } {
  const id = randomBytes(idBytes).toString('hex')
  const secret = randomBytes(secretBytes).toString('base64url')
  return { id, secret, text: `cxk_${id}_${secret}` }
}
