const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
const idShape = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/
const chunkLength = 5

/**
 * The canonical 18-character form of an account id, or `undefined` when the text cannot be one. Fifteen characters are
 * completed with their suffix; of eighteen the suffix tells which letters are capitals, so that an id which lost its case
 * on the way is restored (Salesforce, "What are Salesforce IDs?": three characters, each the capitals of five).
 */
export function accountId(typed: string): string | undefined {
  const id = typed.trim()
  if (!idShape.test(id)) return undefined
  const suffix = id.slice(15).toUpperCase()
  const restored = suffix === '' ? completed(id) : restoreCase(id.slice(0, 15), suffix)
  return restored?.startsWith('001') === true ? restored : undefined
}

/** A record id of any kind in its 18-character form, or `undefined` when it has not the shape of one. Its case is taken as it is. */
export function recordId(id: string): string | undefined {
  if (!idShape.test(id)) return undefined
  return id.length === 15 ? completed(id) : id
}

/** The distinct ids among some keys that belong to one kind of record, 18 characters each. */
export function idsOf(keys: readonly string[], prefix: string): string[] {
  return [...new Set(keys.map(recordId).filter((id) => id !== undefined))].filter((id) => id.startsWith(prefix))
}

function completed(id15: string): string {
  return id15 + suffixOf(id15)
}

function suffixOf(id15: string): string {
  let suffix = ''
  for (let start = 0; start < id15.length; start += chunkLength) {
    let capitals = 0
    for (let place = 0; place < chunkLength; place += 1) if (isCapital(id15.charAt(start + place))) capitals |= 1 << place
    suffix += suffixAlphabet.charAt(capitals)
  }
  return suffix
}

function restoreCase(id15: string, suffix: string): string | undefined {
  let restored = ''
  for (let at = 0; at < id15.length; at += 1) {
    const capitals = suffixAlphabet.indexOf(suffix.charAt(Math.floor(at / chunkLength)))
    if (capitals < 0) return undefined
    const wasCapital = (capitals & (1 << (at % chunkLength))) !== 0
    const char = wasCapital ? id15.charAt(at).toUpperCase() : id15.charAt(at).toLowerCase()
    // a digit has no capital form, so this suffix belongs to another id
    if (wasCapital && !isCapital(char)) return undefined
    restored += char
  }
  return restored + suffix
}

const isCapital = (char: string): boolean => char >= 'A' && char <= 'Z'
