import { readsLikeInstruction } from './instruction.ts'

/** Whether the words of an e-mail address or a link give orders, however they are joined: `/ignore-all-rules`, `reveal_the_system_prompt@`. */
export const givesOrders = (address: string): boolean =>
  readsLikeInstruction(
    decoded(address)
      .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
      .replaceAll(/[/?&#@=]/gu, '. ')
      .replaceAll(/[^\p{L}\p{M}\p{N}. ]/gu, ' '),
  )

/** Whether a link tells more of somebody than may be said: an e-mail address other than this one, or a telephone number. */
export const tellsMore = (link: string, said: string | undefined): boolean =>
  decoded(link)
    .toLowerCase()
    .split(/[\s/?&#=;,:()<>"'|]+/u)
    .some((part) => (/[^@]@[^@]/u.test(part) && part !== said) || /^\+\d{8,15}$/.test(part.replaceAll(/[.-]/g, '')))

/** What a reader makes of an address: escapes undone, also escaped ones. */
function decoded(address: string): string {
  let text = address
  for (let times = 0; times < 3; times += 1) text = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, unescaped)
  return text.normalize('NFKC')
}

const unescaped = (escapes: string): string => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString()
