import { Card } from '@cx-concierge/contract'
import { hostOf, normalizeEmail } from '../identify/email.ts'
import type { Pool } from '../policy.ts'
import type { Run } from '../run.ts'
import { zoneOf, type Person } from '../people/person.ts'
import { tellsMore } from './address-words.ts'
import { bookingGivesOrders, cleanedTexts, hasPlainAddress, headshotGivesOrders, isPlainAddress, plainTags } from './checked-records.ts'
import { defined } from './defined.ts'
import { safeLink } from './link.ts'

/** A colleague's card: only fields the policy shows, each checked; what fails its check is left out and flagged. */
export function personCard(run: Run, person: Person, role?: string, picture?: 'without picture'): Card {
  return onlyShown(run, {
    kind: 'person',
    name: firstClean(run, person, 'name') ?? '',
    ...defined('title', firstClean(run, person, 'title')),
    ...defined('role', role),
    ...defined('email', companyEmail(run, person)),
    ...defined('booking_url', bookingUrl(run, person)),
    ...defined('headshot_url', picture === undefined ? headshotUrl(run, person.email) : undefined),
    ...defined('timezone', zoneOf(person)),
    ...defined('languages', languages(run, person)),
  })
}

/** A shared desk's card. */
export function teamCard(run: Pick<Run, 'policy' | 'flags'>, pool: Pool): Card {
  return onlyShown(run, { kind: 'team', name: pool.name, email: pool.email, ...defined('booking_url', pool.bookingUrl) })
}

function onlyShown(run: Pick<Run, 'policy' | 'flags'>, card: Card): Card {
  const { show } = run.policy.cards
  const said = show.has('email') ? card.email : undefined
  return Object.fromEntries(
    Object.entries(card).filter(([name, value]) => {
      const field = name as keyof Card
      if (field !== 'kind' && field !== 'name' && !show.has(field)) return false
      const isLink = field === 'booking_url' || field === 'headshot_url'
      if (Card.shape[field].safeParse(value).success && !(isLink && tellsMore(String(value), said))) return true
      run.flags.add(`field_rejected:${field}`)
      return false
    }),
  ) as Card
}

function firstClean(run: Run, person: Person, field: 'name' | 'title'): string | undefined {
  for (const record of person.records) {
    const cleaned = cleanedTexts(record)[field]
    if (cleaned === undefined) continue
    if (cleaned.ok) return cleaned.text
    run.flags.add(`field_rejected:${field}`)
  }
  return person.static?.[field]
}

function companyEmail(run: Run, { email, records }: Person): string | undefined {
  const isOurs = normalizeEmail(email) === email && run.policy.company.emailDomains.has(hostOf(email))
  const record = records.find((one) => one.email.toLowerCase() === email)
  if (isOurs && (record === undefined ? isPlainAddress(email) : hasPlainAddress(record))) return email
  run.flags.add('field_rejected:email')
  return undefined
}

function bookingUrl(run: Run, person: Person): string | undefined {
  const own = person.static?.bookingUrl
  if (person.coverage === 'unknown') {
    if (own === undefined && run.policy.cards.show.has('booking_url')) run.missing.add('booking_url')
    return own
  }
  const { coverage } = person
  if (coverage?.rejected?.includes('booking_url')) run.flags.add('field_rejected:booking_url')
  if (coverage?.bookingUrl === undefined) return own
  const safe = bookingGivesOrders(coverage) ? undefined : safeLink(coverage.bookingUrl, run.policy.company.linkHosts)
  if (safe === undefined) run.flags.add('field_rejected:booking_url')
  return safe ?? own
}

function headshotUrl(run: Run, email: string): string | undefined {
  if (!run.policy.cards.show.has('headshot_url')) return undefined
  let someUnknown = false
  for (const source of run.policy.people.headshotsFrom) {
    const read = run.reader.read(source, 'headshots', email)
    if (read.state !== 'answered') {
      someUnknown = true
      continue
    }
    if (!read.value || (read.value.expiresAt !== undefined && read.value.expiresAt <= run.now)) continue
    const safe = headshotGivesOrders(read.value) ? undefined : safeLink(read.value.url, run.policy.company.imageHosts)
    if (safe !== undefined) return safe
    run.flags.add('field_rejected:headshot_url')
  }
  if (someUnknown) run.missing.add('headshot_url')
  return undefined
}

function languages(run: Run, person: Person): string[] | undefined {
  if (person.coverage !== 'unknown' && person.coverage?.rejected?.includes('languages')) run.flags.add('field_rejected:languages')
  const known = (person.coverage === 'unknown' ? undefined : person.coverage?.languages) ?? person.static?.languages
  const tags = known && plainTags(known)
  return tags && tags.length > 0 ? tags : undefined
}
