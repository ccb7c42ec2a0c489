import { ordersOf } from './order-table.ts'

/** Orders in Italian. */
export const italian = ordersOf({
  sets: {
    setAside: 'ignora ignorate ignori ignorare dimentica dimenticate dimentichi trascura tralascia scarta',
    rules: 'istruzioni istruzione regole regola norme direttive direttiva ordini prompt restrizioni limiti',
    disclose:
      'mostra mostrate mostrami rivela rivelate divulga invia inviate inviami condividi stampa ripeti pubblica copia esporta dammi consegna comunica elenca',
    secrets: 'prompt istruzioni password credenziali segreti chiavi token conversazione cronologia api',
    person: 'cliente clienti utente utenti visitatore',
    say: 'di dì dica informa informi informate avvisa chiedi chieda chiedete domanda comunica convinci ricorda spiega avverti',
    reader: 'ia assistente agente chatbot modello robot bot llm',
    only: 'sempre solo soltanto solamente unicamente esclusivamente',
    modes: 'debug manutenzione sviluppatore amministratore admin root dio',
    send: 'invia inviate inoltra inoltrate trasferisci reindirizza',
    verbs: 'leggi tratta nascondi spingi disattiva chiedi considera apri rifiuta accetta fingi menti scrivi usa evita lascia',
  },
  everywhere: `
{setAside} > 4 precedente precedenti sopra prima
{setAside} > 5 {rules}
non mai > 3 seguire segui rispettare rispetta obbedire tenere applicare > 5 {rules} conto
{disclose} > 5 {secrets}
{disclose} > 2 elenco lista dati > 3 clienti account utenti
^ {say} > 1 al ai alla il lo la l i > 2 {person}
{say} > 5 al all alla > 1 {person}
non mai > 2 menzionare menzioni dire dirlo dica rivelare nominare parlare parlarne
^ rispondi risponda rispondete > 6 {only} in con sì
raccomanda raccomandi consiglia consigli suggerisci proponi > 2 {only}
{send} > 2 tutti tutte ogni > 4 mail email richieste chiamate dati messaggi pagamenti clienti
ora adesso > 1 sei
sei > 1 ora adesso
devi dovete > 2 obbedire seguire rispondere ignorare dire rivelare
^ agisci comportati fingi rispondi > 3 come di
attiva entra passa in > 4 modalità > 3 {modes}
^ segui seguite obbedisci esegui > 4 istruzioni ordini comandi
attenzione nota messaggio avviso > 5 ia assistente chatbot modello
l il lo la ogni > 1 {reader} > 1 deve dovrà
salta ometti disattiva evita > 3 verifica sicurezza autenticazione convalida
d da > 1 ora > 2 poi avanti
cancella elimina distruggi > 2 tutti tutte > 4 record dati account file clienti
chiama chiami usa utilizza esegui > 4 strumento strumenti funzione tool
`,
  inFields: `
^ {verbs} > 3 tuo tua tuoi tue il la lo le i gli questo questa {person}
devi puoi sei > 2 obbedire ora sempre in un una il
^ nuova nuove > 1 istruzione istruzioni > 1 sii non di rispondi
non > 1 dirlo dire menzionare usare seguire rispondere rivelare > 4 a nessuno altri mai
^ {disclose} {send} > 1 mi ci tutto tutta tutti tutte la le i gli il
`,
})
