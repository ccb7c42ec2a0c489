import type { ToolReply } from '../mcp/tool.ts'

/** A reply as the JSON text of a tool result, from `content` up to its closing brace; the structured content as it was judged. */
export function resultText(reply: ToolReply, structured: unknown): string {
  const text = JSON.stringify(reply.text)
  const annotations = reply.textFor === undefined ? '' : `,"annotations":{"audience":["${reply.textFor}"]}`
  const content = `{"content":[{"type":"text","text":${text}${annotations}}]`
  // an error without structured content: clients check structured content against the output schema even then
  if (reply.isError === true) return `${content},"isError":true`
  return structured === undefined ? content : `${content},"structuredContent":${JSON.stringify(structured)}`
}
