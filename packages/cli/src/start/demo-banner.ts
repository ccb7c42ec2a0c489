import { styleText } from 'node:util'
import type { Demo } from './start-demo.ts'

type Style = 'bold' | 'cyan' | 'dim' | 'green'

/** What a newcomer reads when the demo is up: where it listens, who may call, and two lines to copy. */
export function demoBanner({ gateway, sandbox }: Demo, readyMs: number, colours: boolean): string {
  const paint = (style: Style, text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text)
  const backends = [...sandbox.backends].map(([name, backend]) => `  ${name.padEnd(14)} ${paint('dim', backend.url)}`)
  const snippet = JSON.stringify({
    mcpServers: { concierge: { type: 'http', url: gateway.url, headers: { Authorization: 'Bearer demo-service' } } },
  })
  return [
    '',
    `${paint('green', '●')} ${paint('bold', 'CX Concierge')} is ready ${paint('dim', `(${(readyMs / 1000).toFixed(1)} s; demo: Northwind Cloud, this machine only)`)}`,
    '',
    `  ${paint('bold', 'MCP URL')}        ${paint('cyan', gateway.url)}`,
    '',
    paint('bold', 'Tokens'),
    `  demo-customer  ${paint('dim', "Acme Robotics' own assistant, signed in as jane.doe@acme-robotics.example")}`,
    `  demo-service   ${paint('dim', "the company's agent platform; vouches for its customers' addresses")}`,
    `  demo-internal  ${paint('dim', 'a colleague; may ask for explanations')}`,
    '',
    paint('bold', 'Pretend backends'),
    ...backends,
    '',
    paint('bold', 'Ask it, in another terminal'),
    `  ${paint('cyan', `npm run -s ask -- get_escalation_contact account_id=12345${gateway.port === 8080 ? '' : ` --url ${gateway.url}`}`)}`,
    '',
    paint('bold', 'Or give it to an MCP client'),
    `  ${paint('cyan', snippet)}`,
    '',
    paint('dim', 'Ctrl-C ends it.'),
  ].join('\n')
}
