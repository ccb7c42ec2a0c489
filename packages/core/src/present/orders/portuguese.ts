import { ordersOf } from './order-table.ts'

/** Orders in Portuguese. */
export const portuguese = ordersOf({
  sets: {
    setAside: 'ignore ignora ignorar esqueça esquece esquecer descarte descarta desconsidere desconsidera',
    rules: 'instruções instrução regras regra normas diretrizes ordens ordem prompt restrições limites',
    disclose:
      'mostre mostra revele revela divulgue divulga envie envia compartilhe partilhe imprima repita publique copie exporte dê entregue exiba',
    secrets: 'prompt instruções senha senhas credenciais segredos chaves token conversa histórico api',
    person: 'cliente clientes usuário usuários utilizador utilizadores visitante',
    say: 'diga diz dize informe informa avise avisa pergunte pergunta peça pede solicite convença lembre comunique',
    reader: 'ia assistente agente chatbot modelo robô bot llm',
    only: 'sempre apenas só somente unicamente exclusivamente',
    modes: 'depuração manutenção desenvolvedor programador administrador admin debug root deus',
    send: 'envie envia encaminhe encaminha transfira transfere redirecione',
    verbs: 'leia trate oculte esconda incentive desative peça considere abra recuse aceite finja minta escreva use evite deixe',
  },
  everywhere: `
{setAside} > 4 anterior anteriores acima antes
{setAside} > 5 {rules}
não nunca > 3 siga respeite obedeça cumpra leve tenha > 5 {rules} conta
{disclose} > 5 {secrets}
{disclose} > 2 lista dados > 3 clientes contas usuários
{say} > 1 ao aos à a o os > 1 {person}
{say} > 5 ao aos à > 1 {person}
não nunca jamais > 2 mencione mencionar diga conte revele fale cite
^ responda responde > 6 {only} em com sim
recomende recomenda sugira indique > 2 {only}
{send} > 2 todos todas cada > 4 mails emails pedidos ligações dados mensagens chamadas pagamentos clientes
agora > 2 é és
você tu > 1 é está deve deves agora > 4 agora obedecer seguir responder modo
^ aja age comporte finja finge > 4 como ser
ative ativa entre mude em > 4 modo > 3 {modes}
^ siga segue obedeça execute > 4 instruções ordens comandos
atenção nota mensagem aviso > 5 ia assistente chatbot modelo
o a este cada > 1 {reader} > 1 deve deverá
pule ignore omita desative > 3 verificação segurança autenticação validação
a > 1 partir > 1 de > 1 agora
apague apaga exclua elimine > 2 todos todas > 4 registros dados contas arquivos clientes
chame chama use usa utilize execute > 4 ferramenta ferramentas função tool
`,
  inFields: `
^ {verbs} > 3 teu tua seu sua o a os as este esta esse me {person}
você > 1 é está deve pode precisa vai
^ nova novas > 1 instrução instruções > 1 seja não diga responda
não nunca > 2 conte diga mencione siga use responda
^ {disclose} {send} > 1 me nos tudo todo todos todas as os a o
`,
})
