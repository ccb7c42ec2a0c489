import { z } from 'zod'

const result = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
})

/** The two halves of a result, each of which some hosts show their model alone: its text, and its structured content as JSON. */
export function bothForms(raw: unknown): readonly string[] {
  const { content, structuredContent } = result.parse(raw)
  const text = content.map((block) => block.text ?? '').join('\n')
  return structuredContent === undefined ? [text] : [text, JSON.stringify(structuredContent)]
}
