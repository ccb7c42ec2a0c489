import { z } from 'zod'

const name = z.string().min(1).max(100)

/** What one replica may tell the others. Nothing that was read and nobody's name is among it. */
export const notice = z.discriminatedUnion('kind', [
  /** It was told to take its files, and the secrets they refer to, as they are now: do the same. */
  z.strictObject({ kind: z.literal('reload') }),
  /** It offers other tools than before: clients that listen may want to know. */
  z.strictObject({ kind: z.literal('tools') }),
  /** It has stopped asking this system: be on your guard. */
  z.strictObject({ kind: z.literal('breaker'), source: name }),
  /** Forget what you remember of all systems. */
  z.strictObject({ kind: z.literal('forget') }),
])

/** See the schema of the same name. */
export type Notice = z.infer<typeof notice>
