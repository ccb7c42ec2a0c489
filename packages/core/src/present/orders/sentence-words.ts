import { withoutMarks } from './order-table.ts'

const setOf = (list: string): ReadonlySet<string> => new Set(withoutMarks(list).split(' '))

/** Words that sentences are made of and titles are not, by language: pronouns, forms of *be* and *must*, what denies and what joins. */
const languages: readonly ReadonlySet<string>[] = [
  setOf(
    'me my mine you your yours yourself them their they he she his us our we this that these those what whatever who everyone everybody anyone anybody nobody is are was were be been must should shall may can could would will have has had does did if when though unless than because please',
  ),
  setOf(
    'du dein deine deinen deiner deinem deines dich dir euch wir uns unser ich mir mich mein meine ist sind war bist hat haben hast wird darf darfst muss musst soll sollst kann kannst nie niemals dass wenn weil dieser dieses diesen diesem diese jeden jedem alles keine keinen kein jetzt sofort heute zuerst niemand niemandem werden',
  ),
  setOf(
    'tu te toi ton ta tes vous votre vos moi mon ma mes est es êtes sont doit dois devez peut peux être avez ce cette ces ceci cela ne pas jamais rien personne qui que quand si désormais maintenant',
  ),
  setOf(
    'tu tus te ti usted mi mis me es eres está estás son debe debes puede puedes ser ha has han esto esta este no nunca jamás nada nadie que si cuando lo le les ahora primero',
  ),
  setOf('você tu teu tua te me meu minha é és está deve deves pode podes ser isto este esta não nunca nada ninguém que quando agora lhe'),
  setOf(
    'tu tuo tua tuoi tue ti mi mio mia è sei sono deve devi può puoi essere questo questa non mai niente nessuno che quando ora adesso gli',
  ),
  setOf(
    'je jij jouw mij mijn ons onze is zijn bent moet mag kan kunt hebt heeft dit deze dat niet nooit niets niemand als wanneer nu hem hun',
  ),
]

/** How many different words of a sentence a text has, in the language of which it has the most. */
export const sentenceWords = (words: readonly string[]): number => {
  const different = new Set(words)
  let most = 0
  for (const language of languages) {
    let found = 0
    for (const word of different) if (language.has(word)) found += 1
    most = Math.max(most, found)
  }
  return most
}
