import { linksIn, safeLink } from './link.ts'
import { unseen } from './unseen.ts'

/** Why a line must not be sent, by the word logs and metrics use. */
export type LineFault = 'characters' | 'links'

/** What is wrong with a line of an answer: a character nobody sees, or a link to a host that is not among these. */
export function faultIn(line: string, linkHosts: ReadonlySet<string>): LineFault | undefined {
  if (unseen.test(line)) return 'characters'
  return linksIn(line).some((link) => safeLink(link, linkHosts) === undefined) ? 'links' : undefined
}

const noHosts: ReadonlySet<string> = new Set()
/** What our sentences put right behind a text; some texts are links only with it: `Head of Data:` and `acme.com/`. */
const followers = ['', '.', ',', ')']

/** Whether a text without links of its own passes {@link faultIn} wherever a sentence puts it. */
export const fitsAnywhere = (text: string): boolean => followers.every((follower) => faultIn(`${text}${follower}`, noHosts) === undefined)
