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
  return chunks(id15)
    .map((chunk) => {
      const capitals = chunk.split('').reduce((bits, char, place) => (/[A-Z]/.test(char) ? bits | (1 << place) : bits), 0)
      return suffixAlphabet.charAt(capitals)
    })
    .join('')
}

function restoreCase(id15: string, suffix: string): string | undefined {
  let restored = ''
  for (const [index, chunk] of chunks(id15).entries()) {
    const capitals = suffixAlphabet.indexOf(suffix.charAt(index))
    if (capitals < 0) return undefined
    for (const [place, char] of chunk.split('').entries()) {
      const isCapital = (capitals & (1 << place)) !== 0
      // a digit has no capital form, so this suffix belongs to another id
      if (isCapital && !/[a-zA-Z]/.test(char)) return undefined
      restored += isCapital ? char.toUpperCase() : char.toLowerCase()
    }
  }
  return restored + suffix
}

function chunks(id15: string): string[] {
  return [0, 1, 2].map((index) => id15.slice(index * chunkLength, (index + 1) * chunkLength))
}
