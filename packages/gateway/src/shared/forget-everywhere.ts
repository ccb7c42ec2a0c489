import type { Sealed } from '@cx-concierge/contract'
import { systemClock } from '@cx-concierge/core'
import { noticeChannel } from '../bus/notice-channel.ts'
import { createNoticeSeal } from '../bus/sealed-notice.ts'
import { onceConnected } from './once-connected.ts'
import { sharedKeysOf } from './shared-keys.ts'
import { createValkeyAnswers } from './valkey-answers.ts'

/**
 * Has all replicas forget what they remember of backends, from outside: in the cache they share, and each in its own memory. Resolves to how
 * many were told, or `undefined` when the cache could not be reached. Throws `CONFIG_INVALID`.
 */
export async function forgetEverywhere(url: string, key: Sealed): Promise<number | undefined> {
  const keys = sharedKeysOf(key)
  return await onceConnected(url, async (server) => {
    const { forgetAll } = createValkeyAnswers({ server, keys, clock: systemClock, trouble: () => undefined })
    if (!(await forgetAll())) return undefined
    const channel = noticeChannel(keys)
    return await server.publish(channel, createNoticeSeal(keys.notices, channel, systemClock.now).seal({ kind: 'forget' }))
  })
}
