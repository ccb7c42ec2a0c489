import type { FieldRead } from '@cx-concierge/connector-kit'
import type { Settings } from './settings.ts'

/** Names of the columns in the settings, with the part of an answer each serves. */
const parts = {
  booking_url: 'bookingUrl',
  languages: 'languages',
  backup: 'backupEmail',
  out_from: 'outOfOffice',
  out_until: 'outOfOffice',
} as const satisfies Record<keyof Settings['columns'], string>

/** Every column this connector can read, by its header, and what for. Ranges are written from this list. */
export function reads({ tab, key_column: key, columns }: Settings): FieldRead[] {
  const some = Object.entries(parts).flatMap(([name, word]): FieldRead[] => {
    const field = columns[name as keyof typeof parts]
    return field === null ? [] : [{ lookup: 'coverage', object: tab, field, word }]
  })
  return [{ lookup: 'coverage', object: tab, field: key, word: 'email', always: true }, ...some]
}
