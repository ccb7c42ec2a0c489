import { randomBytes } from 'node:crypto'
import { escapeInvisible } from './audit-line.ts'
import { sha256 } from './chain.ts'

const saltBytes = 16
const pseudonymCharacters = 22

/**
 * The pseudonym of a person in a calendar month. With its salt it proves whose it is, so that nobody can hand a record to somebody else;
 * once the salt is gone, nobody can tell any more, not even by trying every name.
 */
export function pseudonymOf(salt: string, month: string, identifier: string): string {
  return sha256(`${salt}\n${month}\n${identifier}`).slice(0, pseudonymCharacters)
}

/** A salt nobody can guess. */
export function newSalt(): string {
  return randomBytes(saltBytes).toString('base64url')
}

/** An identifier as it is kept: on one line, without losing a character, half ones included. */
export function keptIdentifier(identifier: string): string {
  return escapeInvisible(JSON.stringify(identifier))
}

/** The calendar month of a moment, in UTC: `2026-11`. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, -17)
}
