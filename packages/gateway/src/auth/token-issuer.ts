import type { TokenAlgorithm } from './algorithms.ts'
import type { IntrospectionSource } from './introspection.ts'
import type { KeySource } from './key-source.ts'

/** An authorization server whose tokens are believed: because of its signature, or because it says so when asked. */
export type TokenIssuer = {
  /** Equal to the token's `iss`, character by character. */
  readonly issuer: string
} & (({ readonly algorithms: readonly TokenAlgorithm[] } & KeySource) | { readonly introspection: IntrospectionSource })

/** Whether tokens bound to a key of their holder (RFC 9449) are taken. */
export const dpopModes = ['refuse', 'accept', 'require'] as const

/** One of {@link dpopModes}. */
export type DpopMode = (typeof dpopModes)[number]
