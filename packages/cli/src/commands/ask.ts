import type { Command } from 'commander'
import { say, usesColours } from '../terminal.ts'

interface AskFlags {
  readonly url: string
  readonly as: string
  readonly explain?: boolean
  readonly explainAs: string
  readonly json?: boolean
}

/** `concierge ask` */
export function addAsk(program: Command): void {
  program
    .command('ask')
    .description('Call a tool of a running gateway as a real MCP client, and show the answer.')
    .argument('<tool>', 'such as get_escalation_contact')
    .argument('[arguments...]', 'NAME=VALUE, such as account_id=12345')
    .option(
      '--url <url>',
      'the MCP URL (CONCIERGE_URL)',
      process.env['CONCIERGE_URL'] ?? `http://127.0.0.1:${process.env['PORT'] ?? '8080'}/mcp`,
    )
    .option('--as <token>', 'access token to call with (CONCIERGE_TOKEN)', process.env['CONCIERGE_TOKEN'] ?? 'demo-service')
    .option('--explain', 'show why: rule, facts with source and age, who was passed over')
    .option('--explain-as <token>', 'access token to ask for the explanation with', 'demo-internal')
    .option('--json', 'print the answer for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  concierge ask get_escalation_contact account_id=12345\n  concierge ask get_escalation_contact email=jane.doe@acme-robotics.example topic=billing --explain\n  concierge ask get_account_team account_id=12345 roles=csm,ae --as demo-internal --json',
    )
    .action(async (tool: string, words: string[], flags: AskFlags) => {
      const { callTool } = await import('../ask/call-tool.ts')
      const { cardPicture } = await import('../ask/card-picture.ts')
      const { explanationPicture } = await import('../ask/explanation-picture.ts')
      const answer = await callTool(flags.url, flags.as, tool, words)
      const id = answer.structured?.['decision_id']
      const explained =
        flags.explain && typeof id === 'string'
          ? await callTool(flags.url, flags.explainAs, 'explain_routing', [`decision_id=${id}`])
          : undefined
      if (answer.isError) process.exitCode = 1
      if (flags.json) {
        say(
          JSON.stringify(
            explained
              ? { answer: answer.structured ?? answer.text, explanation: explained.structured ?? explained.text }
              : (answer.structured ?? { error: answer.text }),
            null,
            2,
          ),
        )
        return
      }
      if (!answer.structured) {
        say(answer.text)
        return
      }
      say(tool === 'explain_routing' ? explanationPicture(answer.structured, usesColours()) : cardPicture(answer.structured, usesColours()))
      if (explained) say(explained.structured ? explanationPicture(explained.structured, usesColours()) : explained.text)
    })
}
