/** What is signed when a body is forgotten. */
export const forgottenBody = (sha256: string): string => `body\n${sha256}`

/** What is signed when a person is forgotten. */
export const forgottenPerson = (pseudonym: string, month: string): string => `person\n${pseudonym}\n${month}`

/** What is signed when everything up to this line is cut off. */
export const cutThrough = ({ seq, link, at }: { readonly seq: number; readonly link: string; readonly at: number }): string =>
  `${seq}\n${link}\n${at}`
