/** The shape of a language tag (BCP 47) of at most 35 characters, such as `en` or `pt-BR`. */
export const languageTag = /^(?=.{2,35}$)[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/

/** Whether a text has the shape of a language tag. */
export const isLanguageTag = (text: string): boolean => languageTag.test(text)
