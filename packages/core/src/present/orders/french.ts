import { ordersOf } from './order-table.ts'

/** Orders in French. */
export const french = ordersOf({
  sets: {
    setAside: 'ignore ignorez ignorer oublie oubliez oublier écarte écartez contourne contournez outrepasse outrepassez néglige négligez',
    rules: 'instruction instructions consigne consignes règle règles directive directives ordre ordres prompt limites restrictions',
    earlier: 'précédent* antérieur* précède dessus avant',
    disclose:
      'montre montrez affiche affichez donne donnez révèle révélez divulgue divulguez envoie envoyez partage partagez imprime imprimez répète répétez communique communiquez transmets transmettez publie publiez copie copiez exporte exportez',
    secrets: 'prompt instructions consignes passe identifiants secrets jeton jetons conversation historique api',
    person: 'client clients cliente utilisateur utilisateurs utilisatrice visiteur interlocuteur usager',
    say: 'dis dites demande demandez informe informez préviens prévenez conseille conseillez avertis avertissez indique indiquez annonce annoncez convaincs rappelle rappelez explique expliquez',
    reader: 'ia assistant assistante agent chatbot modèle robot bot llm',
    only: 'toujours uniquement seulement exclusivement',
    modes: 'debug débogage maintenance développeur administrateur admin dieu root',
    send: 'envoie envoyez transfère transférez redirige redirigez achemine acheminez vire virez',
    verbs:
      'lisez traite traitez cache cachez pousse poussez désactive désactivez demande demandez donne donnez considère considérez ouvre ouvrez clique cliquez refuse refusez accepte acceptez prétends crois écris réponds répondez utilise utilisez évite arrête cesse laisse mets',
  },
  everywhere: `
{setAside} > 4 {earlier}
{setAside} > 5 {rules}
ne n > 4 respecte respectez suis suivez obéis obéissez tiens tenez applique appliquez prends prenez > 6 {rules} compte
{rules} > 4 plus annulées nulles caduques
{disclose} > 5 {secrets}
{disclose} > 2 liste données > 3 clients comptes utilisateurs
{say} > 1 au aux à le la les ton votre > 2 {person}
ne n > 3 mentionne mentionnez cite citez dis dites révèle révélez divulgue divulguez nomme nommez parle parlez raconte racontez > 2 pas jamais rien personne
ne n > 3 dis dites parle parlez raconte racontez > 3 personne
^ réponds répondez > 4 en {only} par oui non
recommande recommandez propose proposez conseille conseillez > 2 {only}
{only} > 1 recommander recommande recommandez mentionner
{send} > 2 tous toutes chaque > 4 mails courriels appels demandes données conversations messages paiements clients
tu vous > 1 es êtes > 3 maintenant désormais plus
tu vous > 1 dois devez > 3 obéir suivre répondre ignorer dire révéler
^ agis agissez comporte comportez réponds répondez fais faites joue jouez > 4 comme
fais faites > 4 passer > 1 pour
active activez passe passez entre entrez en > 4 mode > 3 {modes}
^ suis suivez obéis obéissez exécute exécutez > 5 instructions ordres ordre consignes commandes
attention note message remarque instruction > 5 ia assistant chatbot modèle
l le la cet cette chaque > 1 {reader} > 1 doit devra
saute sautez contourne contournez désactive désactivez omets omettez > 3 vérification vérifications contrôle contrôles sécurité authentification validation
à > 1 partir > 1 de d > 2 maintenant présent
supprime supprimez efface effacez détruis détruisez > 2 tous toutes > 4 enregistrements données comptes fichiers clients dossiers
appelle appelez utilise utilisez lance lancez exécute exécutez > 4 outil outils fonction tool
`,
  inFields: `
^ {verbs} > 3 ta ton tes le la les ce cette ces moi toi {person}
^ réponds répondez > 1 en
tu vous > 1 es êtes dois devez peux pouvez vas allez réponds répondez as avez
^ nouvelle nouvelles > 1 instruction instructions consigne consignes > 1 sois soyez ne dis réponds ignore
^ {say} > 1 moi lui leur nous que
^ {disclose} > 1 moi lui leur nous tout toute tous toutes le les la
^ {send} > 2 moi tout toute tous toutes la le
^ {setAside} {rules} > 1 tout toute tous toutes
ne n > 3 {disclose} {say} {setAside} cite citez nomme > 2 pas jamais plus
`,
})
