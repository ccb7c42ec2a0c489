/** What is signed when a body is forgotten; for lines up to this one. */
export const forgottenBody = (sha256: string, through: number): string => `body\n${sha256}\n${through}`

/** What was signed before bodies had salts. */
export const forgottenUnsaltedBody = (sha256: string): string => `body\n${sha256}`

/** What is signed when an account was merged into another. */
export const accountMerged = (from: string, to: string): string => JSON.stringify([from, to])

/** What is signed when a person is forgotten. */
export const forgottenPerson = (pseudonym: string, month: string): string => `person\n${pseudonym}\n${month}`

/** What is signed when everything up to this line is cut off. */
export const cutThrough = ({ seq, link, at }: { readonly seq: number; readonly link: string; readonly at: number }): string =>
  `${seq}\n${link}\n${at}`
