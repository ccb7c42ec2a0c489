import { hash } from 'node:crypto'
import type { DecisionHead } from './cells.ts'

/** What the first record's link continues. */
export const chainStart = ''

/** What a decision says, in 43 characters: its four words and the hash of its body. */
export function decisionPrint(head: DecisionHead, bodySha256: string): string {
  return sha256(JSON.stringify([...head, bodySha256]))
}

/** The link of a record: stands for the record, its decision and, through the link before, for everything that was written earlier. */
export function nextLink(previous: string, record: string, print: string | null): string {
  return sha256(`${previous}\n${print ?? ''}\n${record}`)
}

/** SHA-256 (FIPS 180-4), base64url, 43 characters. */
export function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}
