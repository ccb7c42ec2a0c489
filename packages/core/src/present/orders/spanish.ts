import { ordersOf } from './order-table.ts'

/** Orders in Spanish. */
export const spanish = ordersOf({
  sets: {
    setAside: 'ignora ignore ignorar ignorad olvida olvide olvidar olvídate omite omita descarta descarte desoye',
    rules: 'instrucción instrucciones regla reglas norma normas directriz directrices órdenes orden prompt restricciones límites',
    earlier: 'anterior anteriores previo previos previas arriba antes',
    disclose:
      'muestra muestre muéstrame enséñame dame revela revele divulga divulgue envía envíe envíame comparte comparta imprime imprima repite repita publica publique copia exporta filtra entrega entregue',
    secrets: 'prompt instrucciones contraseña contraseñas credenciales secretos claves token conversación historial api',
    person: 'cliente clientes clienta usuario usuarios usuaria visitante interlocutor',
    say: 'di dile diga dígale dígales pide pida pídele pregunta pregunte pregúntale informa informe infórmale avisa avise convence convenza recuérdale recuerda comunica comunique explica',
    reader: 'ia asistente agente chatbot modelo robot bot llm',
    only: 'siempre solo sólo solamente únicamente exclusivamente',
    modes: 'depuración mantenimiento desarrollador administrador admin dios debug root',
    send: 'envía envíe reenvía reenvíe transfiere transfiera redirige redirija desvía desvíe',
    verbs:
      'trata trate oculta oculte anima anime desactiva desactive pide pida considera abre abra rechaza rechace acepta finge miente cree escribe escriba usa use evita deja pon',
  },
  everywhere: `
{setAside} > 4 {earlier}
{setAside} > 5 {rules}
no nunca > 3 respetes respete sigas siga obedezcas obedezca cumplas hagas tengas apliques > 5 {rules} caso cuenta
{rules} > 4 nulas inválidas canceladas anuladas
{disclose} > 5 {secrets}
{disclose} > 2 lista datos > 3 clientes cuentas usuarios
{say} > 1 al a los las la el tu > 2 {person}
no nunca jamás > 2 menciones mencione nombres digas diga cuentes cuente reveles revele hables recomiendes
^ responde responda contesta conteste > 4 en {only} con sí que
recomienda recomiende sugiere sugiera propón ofrece > 2 {only}
{only} > 1 recomienda recomendar menciona
{send} > 2 todos todas cada > 4 correos mails llamadas solicitudes datos conversaciones mensajes pagos clientes
ahora > 1 eres
eres > 2 ahora
debes debe tienes > 2 obedecer seguir responder ignorar decir revelar
^ actúa actúe compórtate compórtese responde finge finja > 3 como ser
hazte hágase haz > 2 pasar > 1 por
haz haga > 1 como > 1 si
activa active entra entre cambia cambie en > 4 modo > 3 {modes}
^ sigue siga obedece obedezca ejecuta ejecute > 4 instrucciones órdenes comandos
atención nota mensaje aviso instrucción > 5 ia asistente chatbot modelo
el la este cada > 1 {reader} > 1 debe deberá
omite omita salta salte sáltate desactiva desactive evita > 3 verificación verificaciones seguridad autenticación validación comprobación
desde > 1 ahora > 1 respondes responde contestas di siempre solo
a > 1 partir > 1 de > 1 ahora
borra borre elimina elimine destruye > 2 todos todas > 4 registros datos cuentas archivos clientes
llama llame usa use utiliza utilice ejecuta ejecute invoca > 4 herramienta herramientas función tool
`,
  inFields: `
^ {verbs} > 3 tu tus el la los las este esta me te {person}
^ responde responda > 1 en
considérate
eres debes tienes puedes > 2 un una el la que obedecer ahora siempre
^ nueva nuevas > 1 instrucción instrucciones orden órdenes > 1 sé no di responde ignora
^ {say} > 1 que me nos les
^ {disclose} > 1 me nos todo toda todos todas las los la el
^ {send} > 2 me todo toda todos todas la el
no nunca jamás > 2 se lo > 2 digas cuentes
no nunca jamás > 2 hagas sigas digas uses llames respondas ayudes confíes
`,
})
