const shape = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/
const longest = 35

/** Whether a text has the shape of a language tag (BCP 47), such as `en` or `pt-BR`. */
export const isLanguageTag = (text: string): boolean => text.length <= longest && shape.test(text)
