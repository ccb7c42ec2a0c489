import type { ToolReply } from '../mcp/tool.ts'

const notice = 'This answer could not be recorded.'

/** The same answer with a sentence that says that there is no record of it. */
export function sayUnrecorded(reply: ToolReply): ToolReply {
  return {
    ...reply,
    text: `${reply.text}\n${notice}`,
    ...(reply.structured === undefined ? {} : { structured: { ...reply.structured, notice } }),
    recorded: false,
  }
}
