import type { CoverageRecord, HeadshotRecord, PersonRecord } from '@cx-concierge/contract'
import { givesOrders } from './address-words.ts'
import { fitsAnywhere } from './fit.ts'
import { isLanguageTag } from './language-tag.ts'
import { oncePer } from './once-per.ts'
import { cleanText, type Cleaned } from './text.ts'

// What is checked in a colleague's records does not depend on who asks, and many accounts have the same colleague: it is checked once for every record
// that was read, and remembered no longer than the record itself.

/** A record's name and title as they may be shown; `undefined` where it has none. */
export const cleanedTexts: (record: PersonRecord) => Readonly<Record<'name' | 'title', Cleaned | undefined>> = oncePer((record) => ({
  name: record.name ? cleanText(record.name, 'name') : undefined,
  title: record.title ? cleanText(record.title, 'title') : undefined,
}))

/** Whether an address, as it is compared, is one that nobody takes for a link or an order. */
export const isPlainAddress = (email: string): boolean => fitsAnywhere(email) && !givesOrders(email)

/** The same for the address of a record. */
export const hasPlainAddress: (record: PersonRecord) => boolean = oncePer(({ email }) => isPlainAddress(email.toLowerCase()))

/** Whether the words of a booking link give orders. */
export const bookingGivesOrders: (coverage: CoverageRecord) => boolean = oncePer(({ bookingUrl }) => linkGivesOrders(bookingUrl))

/** Whether the words of a link to a picture give orders. */
export const headshotGivesOrders: (headshot: HeadshotRecord) => boolean = oncePer(({ url }) => linkGivesOrders(url))

// as it would be shown
const linkGivesOrders = (link: string | undefined): boolean => link !== undefined && givesOrders(URL.parse(link)?.href ?? link)

const mostLanguages = 10

/** Those of some language tags that may be shown. */
export const plainTags: (tags: readonly string[]) => string[] = oncePer((tags) =>
  tags.filter((tag) => isLanguageTag(tag) && isPlainAddress(tag)).slice(0, mostLanguages),
)
