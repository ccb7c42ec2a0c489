import { regionOf } from '../facts/rule-facts.ts'
import { holidaysOf, isOnLeave } from '../people/availability.ts'
import { personAt, type Person } from '../people/person.ts'
import type { Duty } from '../policy.ts'
import type { Run } from '../run.ts'
import { isOpen } from '../time/hours.ts'
import { inZone } from '../time/zone.ts'

/** Who is on duty now and can be named: the account's own region first, where the roster says so. */
export function onDuty(run: Run, duty: Duty, accountId: string | undefined, step: string): Person | undefined {
  const region = accountId === undefined || duty.choose === 'listed_order' ? undefined : regionOf(run, accountId)
  const own = region?.state === 'known' ? region.value : undefined
  if (region) run.use('account.region', region)
  for (const who of whoIsOn(run, duty, own)) {
    const person = personAt(run, { email: who.email })
    if (person === undefined || person === 'unknown') continue
    const verdict = person.verdict !== 'usable' ? person.verdict : offDuty(run, person, who.swapped)
    run.considered.push({ step, who: who.email, source: `duty.${duty.id}`, verdict: verdict ?? 'usable' })
    if (verdict === undefined) return person
  }
  return undefined
}

/** A shift does not count on the holder's holiday; a swap was agreed on purpose and does. Leave counts against both. */
function offDuty(run: Run, person: Person, swapped: boolean): string | undefined {
  if (isOnLeave(run, person)) return 'out_of_office'
  const zone = person.static?.timezone
  const at = zone === undefined || swapped ? undefined : inZone(run.now, zone)
  return at && zone && holidaysOf(run, person, zone)(at.toPlainDate().toString()) ? 'holiday' : undefined
}

function whoIsOn(run: Run, duty: Duty, region: string | undefined): readonly { email: string; swapped: boolean }[] {
  const on = duty.shifts.flatMap((shift) => {
    const at = inZone(run.now, shift.timezone)
    if (!at || !isOpen(shift.hours, at, () => false)) return []
    const swap = duty.swaps.find((one) => one.region === shift.region && run.now >= one.from && run.now < one.to)
    return [{ region: shift.region, email: swap?.who ?? shift.who, swapped: swap !== undefined }]
  })
  return [...on.filter((one) => one.region === region), ...on.filter((one) => one.region !== region)]
}
