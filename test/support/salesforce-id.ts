const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The 18-character form of a 15-character Salesforce id: three characters more that keep upper and lower case apart. */
export function salesforceId(id: string): string {
  const suffix = [0, 5, 10].map((start) => {
    const bits = Array.from(id.slice(start, start + 5)).reduce((sum, letter, place) => (/[A-Z]/.test(letter) ? sum + 2 ** place : sum), 0)
    return alphabet[bits] as string
  })
  return id + suffix.join('')
}
