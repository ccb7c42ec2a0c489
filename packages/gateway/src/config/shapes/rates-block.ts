import { z } from 'zod'
import { perTime } from '../per-time.ts'

const rate = (what: string): ReturnType<typeof perTime> => perTime('a rate', '600/minute').describe(what)

/** `rates` of access.yaml: how much one may ask. */
export const ratesBlock = z
  .strictObject({
    caller: rate('One signed-in person or agent.').prefault('600/minute'),
    client: rate('All callers of one AI client together; each has an equal share that the others cannot use up.').prefault('6000/minute'),
    account: rate('All questions about one customer together, shared in the same way.').prefault('600/minute'),
  })
  .prefault({})
