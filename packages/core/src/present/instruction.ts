import { dutch } from './orders/dutch.ts'
import { callVerbs, courtesies, english } from './orders/english.ts'
import { french } from './orders/french.ts'
import { german } from './orders/german.ts'
import { italian } from './orders/italian.ts'
import { ordersInJapanese } from './orders/japanese.ts'
import { withoutMarks, type Order } from './orders/order-table.ts'
import { portuguese } from './orders/portuguese.ts'
import { sentenceWords } from './orders/sentence-words.ts'
import { spanish } from './orders/spanish.ts'
import { isPlainAscii } from './plain-ascii.ts'

/**
 * Whether a text gives orders to whoever reads it as data: sets earlier orders aside, asks for what is secret, gives the
 * reader a new part to play, a tool to call or something to tell the customer. Words alone are no order (`Instructional
 * Designer`, `Override Programs`); only their order is. In a name or a title nobody is spoken to at all.
 * Linear in the length of the text.
 */
export function readsLikeInstruction(text: string, within: 'text' | 'name' | 'title' = 'text'): boolean {
  const plain = inOneForm(text)
  if (markers.some((marker) => plain.includes(marker))) return true
  if (wholePhrases.some(([verbs, objects]) => holdsAny(plain, verbs) && holdsAny(plain, objects))) return true
  if (spokenAs.test(plain) || ordersInJapanese(plain, within !== 'text')) return true
  const all = wordsOf(plain)
  if (within !== 'text' && sentenceWords(all.filter(({ isBound }) => !isBound).map(({ text: word }) => word)) >= fewestOfASentence[within])
    return true
  const table = within === 'text' ? orders.text : orders.field
  return all.some(
    ({ text: word }, at) =>
      isSpacedOrder(word) || callsTool(all, at) || table.get(word.slice(0, 2))?.some((order) => stands(order, all, at)) === true,
  )
}

/** `Know Your Customer Analyst` has one, and some people are called May, Will, Can and Do. */
const fewestOfASentence = { title: 2, name: 3 } as const

/** A text that begins as somebody's part in a conversation. */
const spokenAs =
  /^\s?(?:system|assistant|developer|systeme|système|sistema|systeem|assistent|asistente|assistente|システム|アシスタント|系统|助手)\s?[:：]/u

const languages = [english, german, french, spanish, portuguese, italian, dutch]

/** Orders by the first two letters with which they can begin. */
function byBeginning(list: readonly Order[]): ReadonlyMap<string, readonly Order[]> {
  const found = new Map<string, Order[]>()
  for (const order of list) for (const key of order.keys) found.set(key, [...(found.get(key) ?? []), order])
  return found
}

const everywhere = languages.flatMap((language) => language.everywhere)
const orders = {
  text: byBeginning(everywhere),
  field: byBeginning([...everywhere, ...languages.flatMap((language) => language.inFields)]),
} as const

const inOneForm = (text: string): string => (isPlainAscii(text) ? text : text.normalize('NFKC').replaceAll(ignorable, '')).toLowerCase()
// words are not told apart by what nobody sees
const ignorable = /\p{Cf}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point}/gu

const markers: readonly string[] = [
  '<|',
  '|>',
  '[inst]',
  '[/inst]',
  '<<sys>>',
  '</system',
  '<system',
  '</tool',
  '<tool',
  '### instruction',
  '### system',
  '"role":"system"',
  'prompt injection',
  'end of system prompt',
  'begin system prompt',
]

const apart = (list: string): readonly string[] => list.split(' ')

// languages whose words do not stand apart, or whose order of words is another
const phrases: readonly (readonly [verbs: readonly string[], objects: readonly string[]])[] = [
  [apart('忽略 无视 忘记 忽視 無視 忘れ 忘掉'), apart('指令 指示 规则 規則 提示词 ルール 命令 プロンプト 之前的 以上')],
  [apart('무시 잊어'), apart('지시 명령 규칙 프롬프트')],
  [apart('تجاهل انس'), apart('التعليمات الأوامر القواعد تعليمات')],
  [apart('התעלם התעלמ שכח'), apart('הוראות ההוראות הכללים')],
  [['अनदेखा', 'नज़रअंदाज़', 'भूल जा'], apart('निर्देश नियम')],
  [
    ['bỏ qua', 'phớt lờ'],
    ['hướng dẫn', 'chỉ thị', 'quy tắc'],
  ],
  [apart('เพิกเฉย ละเว้น ลืม'), apart('คำสั่ง คำแนะนำ กฎ')],
  [['yok say', 'görmezden gel', 'unut'], apart('talimat kural komut')],
]
const wholePhrases = phrases.map(([verbs, objects]) => [verbs.map(inOneForm), objects.map(inOneForm)] as const)

const holdsAny = (text: string, parts: readonly string[]): boolean => parts.some((part) => text.includes(part))

interface Word {
  readonly text: string
  /** The first of a sentence. */
  readonly opens: boolean
  /** A hyphen binds it to the word before: `Ask-Me-Anything`. */
  readonly isBound: boolean
}

/** Whether an order begins at this word. */
function stands({ first, next, opens, unbound }: Order, all: readonly Word[], start: number): boolean {
  if (!first(all[start]?.text ?? '') || (unbound && all[start + 1]?.isBound)) return false
  const before = all[start - 1]
  if (opens && before !== undefined && !all[start]?.opens && !courtesies.has(before.text)) return false
  let at = start
  for (const { within, meant } of next) {
    const last = Math.min(at + within, all.length - 1)
    do at += 1
    while (at <= last && !meant(all[at]?.text ?? ''))
    if (at > last) return false
  }
  return true
}

/** `Call get_account_health`: a verb before a name as only programs have them. */
const callsTool = (all: readonly Word[], at: number): boolean =>
  callVerbs.has(all[at]?.text ?? '') && all.slice(at + 1, at + 4).some(({ text }) => /^[a-z]+_[a-z]/.test(text))

/** Digits and letters of other alphabets that stand for Latin letters. */
const lookAlikes = new Map(Array.from('013457аеіорсухѕјοαιρν', (letter, at) => [letter, 'oieastaeiopcyxsjoaipv'[at] ?? letter]))

/** The words of a text, with marks and letters of other alphabets taken off those that are otherwise Latin. */
function wordsOf(text: string): readonly Word[] {
  const found: Word[] = []
  let letters = ''
  let opens = true
  const endLetters = (): void => {
    if (letters.length >= fewestSpacedLetters) found.push({ text: `${spaced}${letters}`, opens: false, isBound: false })
    letters = ''
  }
  for (const { 0: part, index } of text.matchAll(/[\p{L}\p{M}\p{N}_]+|[.!?:;\n]/gu)) {
    if (/^[.!?:;\n]$/.test(part)) {
      opens = true
      continue
    }
    const plain = withoutMarks(part)
    if (plain.length === 1) letters += plain
    else endLetters()
    found.push({
      text: /[a-z]/.test(plain) ? plain.replace(/[^a-z_]/gu, (letter) => lookAlikes.get(letter) ?? letter) : plain,
      opens,
      isBound: '-\u2010\u2011'.includes(text.charAt(index - 1) || ' '),
    })
    opens = false
  }
  endLetters()
  return found
}

const fewestSpacedLetters = 6
// no word that holds one of these is as long
const fewestJoinedLetters = 13
/** Marks letters that were written apart and are one word now; stands in no word of a text. */
const spaced = ' '
const spacedOrders = [
  'ignoreprevious',
  'ignoreall',
  'ignorethe',
  'ignoreyour',
  'ignorerules',
  'disregard',
  'systemprompt',
  'forgetall',
  'youarenow',
]

const isSpacedOrder = (word: string): boolean =>
  (word.startsWith(spaced) || word.length >= fewestJoinedLetters) && spacedOrders.some((order) => word.includes(order))
