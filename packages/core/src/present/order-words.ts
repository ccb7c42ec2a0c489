/** Whether a word is meant. */
export type Meant = (word: string) => boolean

/** An order as a row of words: one that begins it, then one of each further kind within so many words. */
export interface Order {
  readonly first: Meant
  readonly next: readonly { readonly within: number; readonly meant: Meant }[]
  /** Only at the beginning of a sentence, or after a word of courtesy. */
  readonly opens: boolean
}

const words = (list: string): Meant => {
  const known = new Set(list.split(' '))
  return (word) => known.has(word)
}

/** Beginnings of words, for languages that bend their endings. */
const stems = (list: string): Meant => {
  const known = list.split(' ')
  return (word) => known.some((stem) => word.startsWith(stem)) && !isAJob(word)
}

/** `Instructional Designer`: begins like the object of an order, and is none. */
const isAJob = words('instructional instructor instructors ruler')

const within = (count: number, meant: Meant): Order['next'][number] => ({ within: count, meant })
const order = (first: Meant, ...next: Order['next']): Order => ({ first, next, opens: false })
const opening = (first: Meant, ...next: Order['next']): Order => ({ first, next, opens: true })

const setAside = stems(
  'ignor zignor disregard forget vergiss vergessen oublie olvid esquec dimentic vergeet negeer игнорир проигнорир забуд',
)
const overrule = words('override overrule bypass circumvent skip break drop discard overwrite violate')
const earlier = words(
  'previous prior above earlier preceding foregoing everything anteriores anterior précédentes precedentes vorherigen vorigen',
)
const rules = stems(
  'instructions instruction prompt rule rules guideline directive constraint restriction instruccion instruções instrucoes istruzion instructies instrukcj anweisung regeln règles regles reglas regras инструкц указани правил',
)
const sweeping = words('all any every each your these those my previous prior existing')
const disclose = words(
  'reveal print show output repeat leak expose dump exfiltrate send disclose tell give share forward email post upload list return display fetch retrieve export extract write read say',
)
const owned = words('the your all any every me us our this its their my hidden entire full internal each')
const secrets = words(
  'password passwords credentials secrets apikey apikeys prompt instructions token tokens records cookies config configuration keys history variables notes message messages',
)
const secretKinds = words(
  'system initial original hidden secret api access private customer customers conversation chat environment internal admin user',
)
const reader = words('assistant ai agent model chatbot bot llm claude gpt chatgpt copilot gemini concierge')
const person = words('user customer caller client human visitor person')
const concealed = words('tell mention reveal disclose inform follow obey escalate transfer refuse warn')

/** Rows of words that are orders to the reader. */
export const orders: readonly Order[] = [
  // earlier orders are set aside
  order(setAside, within(4, earlier)),
  order(setAside, within(6, rules)),
  order(overrule, within(2, sweeping), within(4, rules)),
  order(overrule, within(2, words('all any every your')), within(3, words('safety security filters policies safeguards'))),
  // what is secret is asked for, what is kept is destroyed
  order(disclose, within(2, owned), within(3, secretKinds), within(1, secrets)),
  order(disclose, within(2, owned), within(2, words('password passwords credentials secrets apikey apikeys'))),
  order(disclose, within(2, words('your hidden')), within(1, rules)),
  order(
    words('delete drop erase remove destroy wipe'),
    within(1, words('all every')),
    within(3, words('records data accounts customers files tables users rows tickets entries')),
  ),
  // the reader is given another part
  order(words('you'), within(1, words('are')), within(1, words('now no dan'))),
  order(words('from'), within(1, words('now')), within(1, words('on')), within(2, words('you answer respond act reply always never'))),
  order(
    words('your'),
    within(1, words('new real true actual only')),
    within(2, words('task role goal instructions purpose objective mission')),
  ),
  opening(words('act behave respond roleplay'), within(1, words('as'))),
  order(
    words('in into enable enter activate'),
    within(1, words('developer dan god jailbreak debug unrestricted')),
    within(1, words('mode')),
  ),
  order(words('do'), within(1, words('anything')), within(1, words('now'))),
  order(words('as'), within(1, words('an a')), within(1, words('ai')), within(2, words('model assistant'))),
  // the reader is spoken to
  order(
    reader,
    within(1, words('must should shall will has needs have')),
    within(4, words('to now always never not ignore follow call send say tell reply respond use include recommend')),
  ),
  order(words('attention note message notice instructions instruction important'), within(1, words('to for')), within(3, reader)),
  opening(words('attention'), within(1, reader)),
  order(words('tell inform instruct ask direct advise warn convince'), within(2, person), within(2, words('to that their they he she it'))),
  order(words('not never dont'), within(1, concealed)),
  order(words('don'), within(1, words('t')), within(1, concealed)),
  order(
    words('follow obey execute'),
    within(1, words('these my new only this')),
    within(3, stems('instructions orders commands directives')),
  ),
  order(
    words('new updated important real'),
    within(1, words('instructions instruction directives')),
    within(3, words('from to for are is ignore you')),
  ),
  // something is set going
  order(
    words('call invoke use run execute trigger'),
    within(1, words('the this your any')),
    within(2, words('tool function tools functions')),
  ),
  order(
    words('route transfer redirect send forward wire'),
    within(1, words('all every any')),
    within(3, words('calls customers payments emails traffic messages requests tickets invoices')),
    within(2, words('to')),
  ),
]

/** May stand before a sentence's first word. */
export const courtesies: Meant = words('please now and then must should kindly also just')

/** What is done with a tool. */
export const callVerbs: Meant = words('call invoke use run execute trigger')
