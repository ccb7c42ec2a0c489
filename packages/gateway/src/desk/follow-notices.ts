import type { Clock, Observer, Source } from '@cx-concierge/core'
import type { Bus } from '../bus/bus.ts'
import type { Fleet } from '../shared/open-fleet.ts'

/** A system is looked at no more often than this, whoever tells whatever of it. */
const probeEveryMs = 10_000
/** Requests that were under way when everything was forgotten have ended by then. */
const underWayMs = 5_000
/** When one configuration reaches many replicas, they change their menus within about this time: those who listen are told once. */
const menusSettleMs = 1_000

/** Tells other replicas of breakers that open here. */
export function tellingOfBreakers(observe: Observer, bus: Bus): Observer {
  return (event) => {
    observe(event)
    if (event.kind === 'breaker' && event.state === 'open') bus.publish({ kind: 'breaker', source: event.source })
  }
}

/** What notices are for. */
export interface Followers extends Pick<Clock, 'monotonic'> {
  readonly sources: () => Iterable<Source>
  /** Takes the files as they are now, and tells no other replica. */
  readonly reload: () => void
  /** Tells clients that listen that the menu may be another one. */
  readonly toolsChanged: () => void
}

/**
 * Does what other replicas tell. It forgets with them. A system that one of them has stopped asking is looked at once, and what comes of that
 * counts here like any other request: no replica stops asking on another's word. A client that listens here may call there, so it is told of a menu
 * that changed there. Gives back how to stop.
 */
export function followNotices({ bus, answers }: Fleet, { sources, reload, toolsChanged, monotonic }: Followers): () => void {
  const probedAt = new Map<string, number>()
  let forgottenUntil = -Infinity
  let again: NodeJS.Timeout | undefined

  const forget = (): void => {
    for (const source of sources()) source.forget()
  }
  const forgetAll = (): void => {
    forget()
    clearTimeout(again)
    again = setTimeout(forget, underWayMs)
    again.unref()
  }
  const probe = (name: string): void => {
    const source = [...sources()].find((one) => one.name === name)
    const nowMs = monotonic()
    if (source === undefined || source.as !== undefined || source.state() !== 'closed') return
    if (nowMs - (probedAt.get(name) ?? -Infinity) < probeEveryMs) return
    probedAt.set(name, nowMs)
    source.check().catch(() => undefined)
  }
  /** A notice may have been lost while there was no connection; its mark has not. */
  const catchUp = async (): Promise<void> => {
    const until = await answers?.forgottenUntil()
    if (until === undefined || until <= forgottenUntil) return
    forgottenUntil = until
    forgetAll()
  }

  let settling: NodeJS.Timeout | undefined
  const tellOfTools = (): void => {
    settling ??= setTimeout(() => {
      settling = undefined
      toolsChanged()
    }, menusSettleMs).unref()
  }

  const stops = [
    bus.subscribe('forget', forgetAll),
    bus.subscribe('missed', () => void catchUp()),
    bus.subscribe('reload', reload),
    bus.subscribe('tools', tellOfTools),
    bus.subscribe('breaker', ({ source }) => probe(source)),
  ]
  return () => {
    clearTimeout(again)
    clearTimeout(settling)
    for (const stop of stops) stop()
  }
}
