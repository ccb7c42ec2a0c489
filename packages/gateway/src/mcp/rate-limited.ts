import type { Allowance, RateRefusal } from '../rates/rates.ts'
import type { ToolReply } from './tool.ts'

const whose: Readonly<Record<Allowance, string>> = {
  caller: 'from this caller',
  client: 'from this AI client',
  account: 'about this customer',
}

/** What a model is told whose call came too soon: when to come back, and whom its customer can turn to meanwhile. */
export function rateLimitedReply({ allowance, retryAfterS }: RateRefusal, meanwhile: string): ToolReply {
  const seconds = `${retryAfterS} second${retryAfterS === 1 ? '' : 's'}`
  return {
    text: `Too many calls ${whose[allowance]}. Wait ${seconds} before calling again; do not loop. ${meanwhile}`.trimEnd(),
    isError: true,
  }
}
