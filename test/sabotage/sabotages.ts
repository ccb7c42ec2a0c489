import { callersSabotages } from './of/callers.ts'
import { coreSabotages } from './of/core.ts'
import { deskSabotages } from './of/desk.ts'
import { outwardSabotages } from './of/outward.ts'
import { protocolSabotages } from './of/protocol.ts'
import { recordSabotages } from './of/record.ts'
import { replicasSabotages } from './of/replicas.ts'
import { textSabotages } from './of/text.ts'
import type { Sabotage } from './sabotage.ts'

/** Every mistake of which we know that somebody has made it, here or elsewhere; by what it would break. */
export const sabotages: readonly Sabotage[] = [
  callersSabotages,
  coreSabotages,
  deskSabotages,
  outwardSabotages,
  protocolSabotages,
  recordSabotages,
  replicasSabotages,
  textSabotages,
].flat()
