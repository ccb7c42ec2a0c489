import { linksIn, safeLink } from './link.ts'
import { isPlainAscii } from './plain-ascii.ts'
import { unseen } from './unseen.ts'

/** Why a line must not be sent, by the word logs and metrics use. */
export type LineFault = 'characters' | 'links'

/** What is wrong with a line of an answer: a character nobody sees, or a link to a host that is not among these. */
export function faultIn(line: string, linkHosts: ReadonlySet<string>): LineFault | undefined {
  if (!isPlainAscii(line) && unseen.test(line)) return 'characters'
  return linksIn(line).some((link) => safeLink(link, linkHosts) === undefined) ? 'links' : undefined
}

const noHosts: ReadonlySet<string> = new Set()
/** What our sentences put right behind a text; some texts are links only with it: `Head of Data:` and `acme.com/`. */
const followers = ['.', ',', ')']

/** Whether a text without links of its own passes {@link faultIn} wherever a sentence puts it. */
export function fitsAnywhere(text: string): boolean {
  if (faultIn(text, noHosts) !== undefined) return false
  // links are words, so that only the last can become one
  const last = text.split(/\s+/).at(-1)
  return followers.every((follower) => linksIn(`${last}${follower}`).length === 0)
}
