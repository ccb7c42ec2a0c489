import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'

/** Why a request is refused, as the vendor would say it. */
interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** Which vendor's recipe the pretend CDN insists on. */
export type Recipe = 'cloudfront' | 'imgix' | 'cloudinary'

/** What stands in the settings of whoever may sign, and the check of what they signed. */
export interface Verifier {
  readonly signing: Readonly<Record<string, string>>
  /** Looks at an address as it came over the wire. `undefined`: it is in order. */
  refusal(url: URL, nowMs: number): Refusal | undefined
}

/** A verifier with fresh credentials. */
export function createVerifier(recipe: Recipe): Verifier {
  switch (recipe) {
    case 'cloudfront':
      return cloudfront()
    case 'imgix':
      return imgix('pretend-imgix-token-93f1')
    case 'cloudinary':
      return cloudinary('pretend-cloudinary-secret-7a2c')
  }
}

function denied(message: string): Refusal {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`
  return { status: 403, headers: { 'content-type': 'application/xml' }, body }
}

function cloudfront(): Verifier {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyPairId = 'K2PRETEND0000'
  return {
    signing: { with: 'cloudfront', key_pair_id: keyPairId, private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) },
    refusal(url, nowMs) {
      const [resource, expires, id, signature] =
        /^(.*?)[?&]Expires=(\d+)&Key-Pair-Id=(\w+)&Signature=([\w~-]+)$/.exec(url.href)?.slice(1) ?? []
      if (resource === undefined || signature === undefined) return denied('Missing Key-Pair-Id query parameter or cookie value')
      if (id !== keyPairId) return denied('Unknown Key')
      const policy = `{"Statement":[{"Resource":"${resource}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`
      const bytes = Buffer.from(signature.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64')
      const isGenuine = createVerify('RSA-SHA1').update(policy).verify(publicKey, bytes)
      return isGenuine && Number(expires) * 1000 > nowMs ? undefined : denied('Access denied')
    },
  }
}

function imgix(token: string): Verifier {
  return {
    signing: { with: 'imgix', token },
    refusal(url, nowMs) {
      const [signed, s] = (url.pathname + url.search).split(/[?&]s=/)
      const expected = createHash('md5').update(`${token}${signed}`).digest('hex')
      if (s !== expected) return { status: 403, body: 'Forbidden' }
      const expires = url.searchParams.get('expires')
      return expires !== null && Number(expires) * 1000 <= nowMs ? { status: 404, body: 'Not Found' } : undefined
    },
  }
}

function cloudinary(apiSecret: string): Verifier {
  return {
    signing: { with: 'cloudinary', api_secret: apiSecret },
    refusal(url) {
      const [, signature, signed] = /\/s--([\w-]{8})--\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? []
      const text = signed?.replace(/(^|\/)v\d+\//, '$1')
      const expected = createHash('sha1').update(`${text}${apiSecret}`).digest('base64url').slice(0, 8)
      return signature === expected ? undefined : { status: 401, headers: { 'x-cld-error': 'Invalid signature' }, body: '' }
    },
  }
}
