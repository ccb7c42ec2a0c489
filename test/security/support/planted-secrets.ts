import { randomBytes } from 'node:crypto'

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')
const mixed = (bytes: number): string => randomBytes(bytes).toString('base64url').replaceAll(/[-_]/g, 'x')

/** A private key's form without being one. */
const pem = (): string => `-----BEGIN PRIVATE KEY-----\n${mixed(48)}\n${mixed(48)}\n-----END PRIVATE KEY-----`
const jwt = (): string => `eyJhbGciOiJub25lIn0.${mixed(30)}.${mixed(32)}`

/** Variables of the gateway's environment that are none of its business, as machines have them. */
export const environmentSecrets = {
  AWS_SECRET_ACCESS_KEY: mixed(30),
  AWS_SESSION_TOKEN: mixed(60),
  REPORTS_DATABASE_URL: `postgres://concierge:${mixed(18)}@127.0.0.1:5432/records`,
  GITHUB_TOKEN: `ghp_${mixed(27)}`,
  NPM_TOKEN: `npm_${mixed(27)}`,
  SLACK_BOT_TOKEN: `xoxb-${hex(6)}-${mixed(18)}`,
  STRIPE_API_KEY: `sk_live_${mixed(18)}`,
  HTTPS_PROXY: `http://proxy:${mixed(15)}@127.0.0.1:9`,
  SESSION_COOKIE_SECRET: hex(24),
  SALESFORCE_CLIENT_SECRET: hex(32).toUpperCase(),
} as const

/** What a backend in trouble may say, and should not. */
export const backendSecrets = {
  sessionOfSomebodyElse: `00D5g000000abcd!AQ${mixed(60)}`,
  refreshToken: `5Aep861${mixed(50)}`,
  gainsightKeyOfAnother: crypto.randomUUID(),
  googleToken: `ya29.${mixed(60)}`,
  googleApiKey: `AIzaSy${mixed(25)}`,
  serviceAccountKey: JSON.stringify({ type: 'service_account', private_key_id: hex(20), private_key: pem() }),
  privateKey: pem(),
  jwt: jwt(),
  cookie: `sid=${mixed(30)}`,
  basic: Buffer.from(`admin:${mixed(18)}`).toString('base64'),
  userInfo: `https://admin:${mixed(18)}@internal.example/`,
  signedUrl: `https://bucket.example/x?X-Amz-Signature=${hex(32)}`,
  tokenInQuery: `/api?access_token=${mixed(30)}`,
  passwordInStack: `PASSWORD-${mixed(18)}`,
  connectionString: `mongodb://root:${mixed(18)}@10.0.0.1/admin`,
  webhook: `https://hooks.example/services/${mixed(24)}`,
} as const

/** What callers send in wrong places, and operators write into them. */
export const humanSecrets = {
  basicPassword: mixed(24),
  cookie: `session=${mixed(30)}`,
  apiKeyHeader: `key-${mixed(30)}`,
  tokenInUrl: jwt(),
  brokenToken: jwt(),
  argument: `sk_test_${mixed(24)}`,
  argumentName: mixed(30),
  toolName: mixed(30),
  inBrokenJson: mixed(30),
  traceState: mixed(30),
  yamlPlain: `plain-${mixed(24)}`,
  yamlNumber: String(BigInt(`0x${hex(12)}`)),
  yamlKey: `Key${mixed(24)}`,
  yamlAlias: `Alias${mixed(24)}`,
  yamlQuote: `Quote${mixed(24)}`,
  yamlScalar: `Scalar${mixed(24)}`,
  yamlFlow: `Flow${mixed(24)}`,
  yamlAddress: `Address${mixed(24)}`,
  yamlReference: `Reference${mixed(24)}`,
  crashMessage: `crash-${mixed(24)}`,
} as const

/** The part of a secret that is secret: what can be searched for without meeting every other of its kind. */
export function essence(secret: string): readonly string[] {
  const lines = secret.split(/\\n|\n/).filter((line) => line.length >= 24 && !line.includes('-----'))
  return secret.includes('PRIVATE KEY') && lines.length > 0 ? lines.map((line) => line.replace(/["}\s].*$/, '')) : [secret]
}

/** The forms in which a secret may have got out, each with what to call it. */
export function formsOf(secret: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const forms = {
    plain: secret,
    base64: Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    base64url: Buffer.from(secret).toString('base64url'),
    'URL-encoded': encodeURIComponent(secret),
    'JSON-escaped': JSON.stringify(secret).slice(1, -1),
    reversed: Array.from(secret).toReversed().join(''),
    ...ends(secret),
  }
  return Object.entries(forms).map(([form, text]) => [form, Buffer.from(text)])
}

const half = 12

/** First and last characters, where they are not what all secrets of the kind begin with. */
function ends(secret: string): Readonly<Record<string, string>> {
  if (secret.length < 3 * half) return { 'last characters': secret.slice(-half) }
  const beginning = secret.slice(0, half)
  const usual = /^(?:eyJ|https?:|postgres|mongodb|\{"|\/api|00D|PRIVATE|-----|MII)/.test(beginning)
  return { 'last characters': secret.slice(-half), ...(usual ? {} : { 'first characters': beginning }) }
}
