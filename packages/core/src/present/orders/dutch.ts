import { ordersOf } from './order-table.ts'

/** Orders in Dutch. */
export const dutch = ordersOf({
  sets: {
    setAside: 'negeer negeert vergeet veronachtzaam omzeil omzeilt',
    rules: 'instructies instructie regels regel richtlijnen opdrachten opdracht bevelen prompt beperkingen systeemprompt',
    disclose: 'toon laat geef onthul verraad deel stuur zend druk herhaal publiceer kopieer exporteer',
    secrets:
      'systeemprompt prompt instructies wachtwoord wachtwoorden inloggegevens geheimen sleutels token gesprek chatgeschiedenis klantenlijst klantgegevens api',
    person: 'klant klanten gebruiker gebruikers bezoeker beller',
    say: 'zeg vertel vraag informeer waarschuw overtuig meld herinner',
    reader: 'ai assistent agent chatbot model robot bot llm',
    only: 'alleen altijd uitsluitend enkel',
    modes: 'onderhoudsmodus ontwikkelaarsmodus debugmodus beheerdersmodus adminmodus',
    verbs: 'lees behandel verberg moedig schakel vraag geef beschouw weiger accepteer lieg schrijf gebruik vermijd laat',
  },
  everywhere: `
{setAside} > 4 eerdere vorige voorgaande bovenstaande
{setAside} > 5 {rules}
volg respecteer gehoorzaam > 5 {rules} > 3 niet
{disclose} > 4 {secrets}
{say} > 2 de deze je uw een > 1 {person}
{say} > 3 niemand
noem vermeld zeg vertel > 2 nooit geen niets niet > 3 andere contact* naam namen iemand niemand
^ antwoord antwoordt > 4 {only} in met ja
beveel raad > 4 {only}
{only} > 3 aanbevelen
stuur verstuur zend verbind > 1 alle elke > 3 mails mail verzoeken oproepen gegevens berichten betalingen klanten
je jij u > 1 bent > 2 nu voortaan geen
je jij u > 1 moet > 3 gehoorzamen volgen antwoorden negeren zeggen
^ gedraag handel doe > 3 als alsof
in naar > 1 {modes}
activeer schakel start > 4 {modes} modus
^ volg volgt gehoorzaam > 4 instructies opdrachten bevelen
let bericht opmerking notitie instructie > 3 ai assistent chatbot
de het elke > 1 {reader} > 1 moet
sla > 3 verificatie controle beveiliging
vanaf > 1 nu > 3 {only} antwoord* je
verwijder wis vernietig > 1 alle > 3 records gegevens accounts bestanden klanten
gebruik roep start voer > 4 tool hulpmiddel functie gereedschap
`,
  inFields: `
^ {verbs} > 3 je jouw de het deze dit mij {person}
je jij > 1 bent moet mag kunt zult hebt
^ nieuwe > 1 instructie instructies opdracht > 1 wees zeg antwoord negeer
^ {say} > 1 mij hem hen iedereen het dat
^ {disclose} > 1 mij alle alles de het
`,
})
