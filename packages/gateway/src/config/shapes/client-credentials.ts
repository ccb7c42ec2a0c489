import { z } from 'zod'
import { tokenAlgorithms } from '../../auth/algorithms.ts'
import { secretText } from './common.ts'

/** Keys by which this desk proves to an authorization server who it is. */
export const clientCredentials = {
  client_id: z.string().min(1).describe('The name under which this desk is known to the issuer.'),
  client_secret: secretText(z.string().min(1)).optional().describe('Such as ${env:DESK_SECRET}.'),
  private_key: secretText(z.string().min(1))
    .optional()
    .describe('A private key in PEM instead of a secret, such as ${file:/run/secrets/desk.pem}.'),
  algorithm: z.enum(tokenAlgorithms).optional().describe('What the private key signs with.'),
} as const

interface Given {
  readonly client_secret?: string | undefined
  readonly private_key?: string | undefined
  readonly algorithm?: unknown
}

/** Exactly one proof, and whatever belongs to it. */
export const provesOnce = {
  secretOrKey: (value: Given): boolean => (value.client_secret === undefined) !== (value.private_key === undefined),
  algorithmOfKey: (value: Given): boolean => (value.private_key === undefined) === (value.algorithm === undefined),
} as const

/** What is said when it is not so. */
export const provesOnceFaults = {
  secretOrKey: 'needs exactly one of client_secret and private_key',
  algorithmOfKey: 'needs algorithm with private_key, and only with it',
} as const
