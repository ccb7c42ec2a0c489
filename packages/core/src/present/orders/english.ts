import { ordersOf } from './order-table.ts'

/** Orders in English, and the few stems of other languages that need no table of their own. */
export const english = ordersOf({
  sets: {
    setAside: 'ignor* zignor* disregard forget игнорир* проигнорир* забуд* unlearn',
    overrule: 'override overrule bypass circumvent skip break drop discard overwrite violate',
    earlier: 'previous prior above earlier preceding foregoing everything',
    rules:
      'instructions instruction prompt rule rules guideline* directive* constraint* restriction* instrukcj* инструкц* указани* правил*',
    sweeping: 'all any every each your these those my previous prior existing',
    the: 'the your all any every this these each their my our',
    disclose:
      'reveal print show output repeat hand leak expose dump exfiltrate send disclose tell give share forward email mail post upload list return display fetch retrieve export extract write read say recite',
    owned: 'the your all any every me us our this its their my hidden entire full whole complete internal each',
    secrets:
      'password passwords credentials secrets apikey apikeys prompt instructions token tokens records cookies config configuration keys key history variables notes message messages',
    secretKinds:
      'system initial original hidden secret api access private customer customers conversation chat environment internal admin user',
    reader: 'assistant assistants ai agent agents model models chatbot bot llm claude gpt chatgpt copilot gemini concierge',
    person: 'user users customer customers caller callers client clients human humans visitor visitors person',
    concealed: 'tell mention reveal disclose inform follow obey escalate transfer refuse warn',
    modes: 'developer dan god jailbreak debug unrestricted admin administrator maintenance root sudo unsafe uncensored privileged',
    posts: 'ceo cto cfo coo admin administrator director manager owner boss president founder superuser operator supervisor chief',
    advise:
      'recommend mention name say tell answer reply respond suggest approve offer refer route escalate transfer forward send give pick select',
    bare: 'say give send show list print reveal recommend mention use run open write reply respond answer forward transfer route escalate approve confirm accept refuse ignore forget treat stop make keep put add remove delete change update assume pretend consider email refer suggest offer provide return disclose share copy paste post execute follow obey repeat translate summarise summarize disable enable allow deny hand insert append output include replace',
    verbs:
      'hide urge give speak consider say treat pretend ignore forget obey reveal disclose read warn write assume refuse let make take keep stop add remove delete send recommend suggest mention convince persuade insist promise admit agree believe bypass behave respond switch turn use visit click go follow become quote paste push steer list put claim expose leak block',
  },
  everywhere: `
{setAside} > 4 {earlier} anteriores anterior vorigen precedentes
{setAside} > 6 {rules}
{overrule} > 2 {sweeping} > 4 {rules}
{overrule} > 2 all any every your > 3 safety security filters policies safeguards
pay give > 1 no > 1 attention heed > 2 to > 4 {earlier} {rules}
not never dont > 2 follow respect obey heed observe apply > 4 {rules}
{earlier} {rules} > 5 void invalid obsolete revoked cancelled
{rules} guidance > 3 no > 1 longer > 1 apply applies bind binds count counts
{disclose} > 2 {owned} > 3 {secretKinds} > 1 {secrets}
{disclose} > 2 {owned} > 2 password passwords credentials secrets apikey apikeys
{disclose} > 2 your hidden > 1 {rules}
{disclose} > 1 the all our > 2 customer* client* account* user* contact* > 1 list lists data details records
{disclose} > 2 {owned} > 2 conversation chat transcript thread logs
what > 1 are is > 1 your > 2 {rules}
delete drop erase remove destroy wipe purge > 1 all every > 3 records data accounts customers files tables users rows tickets entries
you > 1 are > 1 now no dan
from > 1 now > 1 on > 2 you answer respond act reply always never only
your > 1 new real true actual only > 2 task role goal instructions purpose objective mission
^ act behave respond roleplay > 1 as
^ pretend act behave pose speak > 2 to as like > 3 {posts}
in into enable enter activate > 2 {modes} > 1 mode
switch go turn change > 2 to into on > 2 {modes} > 1 mode
do > 1 anything > 1 now
as > 1 an a > 1 ai > 2 model assistant
{reader} > 1 must should shall will has needs have > 4 to now always never not ignore follow call send say tell reply respond use include recommend
the this every any > 1 {reader} > 1 must shall
attention note message notice instruction* important memo hint > 1 to for > 3 {reader}
^ attention > 1 {reader}
tell inform instruct ask direct advise warn convince > 2 {person} > 2 to that their they he she it
tell inform instruct ask notify advise warn remind convince persuade > 1 the your this every any > 1 {person}
let > 2 {person} > 1 know
not never dont > 1 {concealed}
don > 1 t > 1 {concealed}
always never only > 1 {advise}
^ {advise} > 1 always only exclusively > 1 in with as to
^ answer reply respond > 2 only with yes no exclusively just
when if whenever > 2 asked questioned > 6 say answer reply respond tell
you > 1 must shall > 3 obey comply follow execute forget reveal
follow obey execute > 1 these my new only this > 3 instruction* order* command* directive*
follow obey execute > 3 instruction* order* command* directive* > 2 in below here > 2 field note title name record text
new updated important real > 1 instruction* directive* > 3 from to for are is ignore you
call invoke use run execute trigger > 1 the this your any > 2 tool function tools functions plugin
route transfer redirect send forward wire > 1 all every any > 3 calls customers payments emails traffic messages requests tickets invoices > 2 to
{setAside} {overrule} > 1 your > 3 guidance training programming policy policies safety ethics
set put leave cast > 1 aside > 6 {rules} {earlier} told said
what whatever everything anything > 1 you > 3 told learned instructed said
your > 1 {rules} role task > 2 changed updated replaced
you > 1 have > 1 been > 2 authorised authorized granted instructed ordered hacked reset reprogrammed unlocked
you > 1 have > 1 new > 1 {rules} orders
message note instruction* order orders > 1 from > 3 developer developers admin administrator creator creators system operator openai anthropic
approve accept grant issue confirm > 1 all every any > 3 refund* request* discount* payment* claim* order*
end begin start finish > 1 every each all > 2 message answer reply response
every each all > 1 message answer reply response > 1 must should
output print say write repeat type > 3 word phrase sentence > 3 hacked pwned approved ok yes
grant give > 5 full admin administrator root unlimited elevated > 2 access rights privileges permissions
trust believe > 1 this > 2 {person} message contact
recommend suggest name offer > 5 every always only > 2 request question customer time case
treat consider regard interpret use read > 4 as > 3 instruction* system prompt command order
before after > 1 answering responding replying > 4 run call use send check ask tell visit open
hand > 1 over > 4 {secrets} {secretKinds} list
{disclose} > 2 internal confidential private secret sensitive hidden > 2 notes data information details documents files
make > 1 sure > 2 {person}
get have > 1 the > 1 {person} > 1 to
stop > 1 naming mentioning following asking checking referring escalating answering responding obeying suggesting recommending
email send forward mail post > 6 this my following > 2 address number account inbox
dump export leak exfiltrate > 3 database records tables accounts secrets
escalate route transfer forward > 1 everything everyone everybody
do > 1 what whatever exactly > 4 says say tell told asked
skip bypass omit disable suppress waive > 2 {the} > 2 verification validation confirmation authentication approval identity
`,
  inFields: `
^ {verbs} > 4 the this that these those your you yourself them me my us our every what whatever no any anyone everybody {person}
^ quietly secretly silently simply just always never only kindly please > 1 {verbs} {bare}
you youre > 1 are must should will shall can may have need now
^ {bare} > 1 the all any every each this these those your our me them everyone anyone anybody everybody nobody only always never whatever what yes that
always never > 1 {bare}
do > 1 not > 1 {bare}
do > 1 not > 1 contact call mail > 2 anyone anybody anything me them the this
don dont > 2 t {bare} > 2 {bare} the that this
^ skip bypass omit disable ignore > 1 verification validation confirmation authentication security
before when after > 1 answering responding replying
without > 1 question asking hesitation verification checking
^ comply obey
^ stop > 1 using naming asking
admin system developer > 1 override
end > 1 of > 1 record message data input
^ trust approve escalate verify > 1 this me the all everything everyone
^ respond reply answer > 1 in with
^ act pretend behave > 1 as like to that
^ new updated > 1 instruction instructions > 1 be do say use ignore always never
^ {reader} > 1 please always never do
everyone anyone anybody > 1 must should
`,
})

/** May stand before a sentence's first word. */
export const courtesies: ReadonlySet<string> = new Set(
  'please now and then must should kindly also just bitte jetzt und also dann plait vous te maintenant et alors favor ahora y entonces agora e entao per favore adesso ora poi alstublieft graag nu en dan'.split(
    ' ',
  ),
)

/** What is done with a tool, in any of these languages. */
export const callVerbs: ReadonlySet<string> = new Set(
  'call invoke use run execute trigger ruf rufe aufrufen verwende benutze nutze starte fuhre appelle appelez utilise utilisez lance lancez execute llama llame usa use ejecuta ejecute invoca chame chama execute rode utilize chiama chiami utilizza esegui roep gebruik start voer'.split(
    ' ',
  ),
)
