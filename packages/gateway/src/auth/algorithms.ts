/** Signature algorithms that can be allowed: asymmetric ones only. */
export const tokenAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

/** One of {@link tokenAlgorithms}. */
export type TokenAlgorithm = (typeof tokenAlgorithms)[number]
