import { hash } from 'node:crypto'

/** What the first record's link continues. */
export const chainStart = ''

/** The link of a row: stands for its record, its decision and, through the link before, for everything that was written earlier. */
export function nextLink(previous: string, record: string, configChange: string | null, bodySha256: string | null): string {
  return sha256(`${previous}\n${bodySha256 ?? ''}\n${JSON.stringify(configChange)}\n${record}`)
}

/** By what name lines know a body. With a salt nobody can find out by trying what a body said that is gone. */
export function bodyName(salt: string, body: string): string {
  return sha256(`${salt}\n${body}`)
}

/** SHA-256 (FIPS 180-4), base64url, 43 characters. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}
