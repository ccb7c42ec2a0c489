import { domainToASCII, domainToUnicode } from 'node:url'
import type { AccountId, KeyedLookup } from '@cx-concierge/connector-kit'
import { getDomain } from 'tldts'
import type { Backend } from './backend.ts'
import { gatherIds } from './gather-ids.ts'
import { queriesPerRequest, rowsOf } from './run-queries.ts'
import { anyOf, containing, names, soql } from './soql.ts'
import { foundAccountRow } from './wire.ts'

const longestDomain = 253
const patternsPerQuery = 40

/**
 * Accounts by the registrable domain of their website. Salesforce finds candidates by text; whether a website really
 * stands at that domain, and not at `not-acme.com` or `acme.com.evil.net`, is decided here with the public suffix list.
 */
export function createFindByDomain({ settings, fields, ask }: Backend): KeyedLookup<readonly AccountId[]> {
  const field = settings.fields.account.website
  const selected = fields('accountsByDomain', 'Account')
  return async (keys, call) => {
    const domains = [...new Set(keys.filter((key) => key.includes('.') && key.length <= longestDomain))]
    if (domains.length === 0) return new Map()
    const queries = inParts(domains.flatMap(spellings)).map((part) => {
      const website = names([field])
      const conditions = part.map((spelling) => soql`${website} LIKE ${containing(spelling)}`)
      return { soql: soql`SELECT ${names(selected)} FROM Account WHERE ${anyOf(conditions)}` }
    })
    return ask(call, queries, (outcomes) => {
      const rows = outcomes.flatMap((outcome) => rowsOf(outcome, foundAccountRow))
      return gatherIds(
        keys,
        rows.map((row) => [registrableDomain(row[field]), row.Id]),
        ascii,
      )
    })
  }
}

/** The registrable domain of a website as people type it (address or bare host, any case), or `undefined`. Pure. */
export function registrableDomain(website: unknown): string | undefined {
  if (typeof website !== 'string') return undefined
  const domain = getDomain(website.trim().toLowerCase())
  return domain === null ? undefined : ascii(domain)
}

/** An internationalised domain may stand in the website either way. */
function spellings(domain: string): string[] {
  const encoded = ascii(domain)
  const readable = domainToUnicode(encoded)
  return readable === '' || readable === encoded ? [encoded] : [encoded, readable]
}

function ascii(domain: string): string {
  const lower = domain.toLowerCase()
  return domainToASCII(lower) || lower
}

/** One query for a few, since each reads the whole table; several for many, so that no condition grows too long. */
function inParts(patterns: readonly string[]): string[][] {
  const size = Math.max(patternsPerQuery, Math.ceil(patterns.length / queriesPerRequest))
  return Array.from({ length: Math.ceil(patterns.length / size) }, (_, index) => patterns.slice(index * size, (index + 1) * size))
}
