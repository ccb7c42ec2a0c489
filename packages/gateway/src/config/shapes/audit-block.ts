import { z } from 'zod'
import { duration } from '../duration.ts'

const keep = z
  .strictObject({
    answered: duration('How long records of calls that were let in are kept.').prefault('400d'),
    refused: duration('How long records of calls and tokens that were turned away are kept.').prefault('90d'),
    decisions: duration('How long it can be explained why somebody was chosen.').prefault('90d'),
  })
  .refine(({ answered, decisions }) => decisions <= answered, {
    error: 'is longer than answered; a decision is found by the record of its call',
    path: ['decisions'],
  })

/** `audit` of access.yaml: what becomes of the record of calls. */
export const auditBlock = z.strictObject({
  keep: keep.prefault({}).describe('What is older is removed; the record says so.'),
  checkpoints_to: z
    .string()
    .min(1)
    .optional()
    .describe('The file signed checkpoints are appended to, best on another machine’s disk; beside the records when not given.'),
  when_it_cannot_be_written: z
    .enum(['refuse', 'answer_and_say'])
    .default('refuse')
    .describe(
      'answer_and_say: a question is answered, with a sentence that there is no record of it. What changes something is always refused.',
    ),
})
