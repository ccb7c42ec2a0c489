import { ordersOf } from './order-table.ts'

/** Orders in German. */
export const german = ordersOf({
  sets: {
    setAside: 'ignorier* vergiss vergesst vergessen missacht* verwirf verwerfe übergeh übergehe umgeh umgehe überspring* hinwegsetz*',
    earlier: 'vorherig* vorig* obig* bisherig* früher* vorangehend* vorangegangen* alles',
    rules: 'anweisung* regeln regel vorgabe* befehl* richtlinie* instruktion* vorschrift* prompt systemprompt einschränkung* beschränkung*',
    disclose:
      'zeig zeige nenn nenne verrat verrate offenbare veröffentliche schick schicke sende gib gebe drucke teile wiederhole poste liste exportiere kopiere',
    secrets:
      'systemprompt systemprompts prompt anweisungen instruktionen passwort passwörter kennwort kennwörter zugangsdaten anmeldedaten geheimnisse api apischlüssel token kundenliste kundendaten unterhaltung gesprächsverlauf chatverlauf verlauf konversation',
    person:
      'kunde kunden kundin kundinnen nutzer nutzern nutzerin benutzer benutzern benutzerin anwender anrufer anruferin gesprächspartner',
    reader: 'ki assistent assistenten assistentin chatbot bot sprachmodell modell agent agenten llm',
    say: 'sag sage sagen erzähl erzähle teil teile informier informiere frag frage bitte bitten weise warne überzeuge überrede benachrichtige fordere',
    send: 'sende schick schicke leite leit verbinde überweise mail maile übermittle übergib',
    modes: 'wartungsmodus debugmodus entwicklermodus adminmodus administratormodus gottmodus expertenmodus',
    only: 'nur ausschließlich immer stets',
    bare: 'antworte sag sage empfiehl empfehle nenne erwähne sende schicke zeige verrate folge befolge gehorche ignoriere vergiss bestätige genehmige akzeptiere ersetze lösche',
    verbs:
      'behandle verbirg verstecke rate schalte frage gib antworte sag sage nenne zeige erfinde behaupte verweigere lehne akzeptiere glaube vertraue klicke öffne besuche lenke drucke kopiere verschweige betrachte benutze verwende stelle mache lass bleib',
  },
  everywhere: `
{setAside} > 4 {earlier}
{setAside} > 5 {rules}
beachte befolge folge respektiere halte > 6 {rules} > 4 nicht
{rules} > 4 nicht > 2 mehr
{rules} > 4 ungültig aufgehoben hinfällig
{disclose} > 4 {secrets}
{disclose} > 4 alle sämtliche > 2 daten kundendaten passwörter
{say} > 2 {person}
{say} > 3 niemandem niemand keinem
erwähne erwähnt nenne nennt > 1 nie niemals nicht kein* das > 3 niemandem niemanden andere* kontakt* ansprechpartner
^ antworte antwortet antworten > 5 {only} ja nein
^ antworte antwortet > 1 auf mit in
empfehle empfiehl empfehlen > 3 {only}
{only} > 2 empfehlen empfehle empfiehl
{send} > 2 alle sämtliche jede jeden > 3 mails mail emails anfragen anrufe daten gespräche nachrichten zahlungen kunden
du ihr > 1 bist seid > 2 jetzt nun ab kein*
du ihr > 1 musst sollst müsst sollt wirst > 4 gehorch* folg* antwort* befolg* ignorier* sag* vergess*
^ handle agiere verhalte benimm > 4 als wie
gib > 1 dich > 1 als
tu tue > 1 so > 1 als
im in > 2 {modes}
aktivier* wechsle wechsel schalte starte > 4 {modes} modus
^ folge folgt befolge befolgt gehorche > 5 anweisung* befehl* instruktion*
hinweis notiz nachricht anweisung wichtig achtung info mitteilung > 1 an für > 3 {reader}
der die das jede jeder > 1 {reader} > 1 muss soll darf
überspring* umgeh* deaktivier* > 3 prüfung* verifizierung* sicherheitsprüfung* authentifizierung* identitätsprüfung* freigabe
von > 1 jetzt nun heute > 1 an
ab > 1 sofort jetzt nun > 3 {only} antwort* {bare}
lösch* entferne vernicht* > 2 alle sämtliche > 3 daten* einträge konten kunden* dateien
{bare} > 2 jetzt nun sofort > 1 {only}
ruf rufe verwende benutze nutze starte > 5 tool werkzeug funktion
`,
  inFields: `
^ {verbs} > 3 dem den das die deine deinen diese diesen dich mir uns zuerst alle allen {person}
^ antworte > 2 in auf mit
du > 1 bist musst sollst wirst darfst kannst hast antwortest
^ an > 1 die den das > 1 {reader}
^ neue neuer > 1 anweisung anweisungen instruktion befehl regel
^ {bare} > 1 dem den der das die alle jeden jede {only} nie niemals mir uns diesen diese dieses
^ {send} > 3 mir uns mich
niemals nie > 2 {bare} erwähnen nennen sagen
^ {say} > 1 mir uns ihm ihnen allen jedem
`,
})
