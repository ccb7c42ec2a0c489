const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** That a fact is old, in the words an agent passes on. */
export const lastConfirmed = (ageMs: number): string => `Last confirmed ${agoText(ageMs)}.`

/** How long ago, in words a person would use: `3 hours ago`. */
function agoText(ageMs: number): string {
  const minutes = Math.max(1, Math.round(ageMs / 60_000))
  if (minutes < 60) return count(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day')
}

const count = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'} ago`

/** A moment as the person it belongs to would say it: `Tuesday 24 November 09:00`. */
export function momentText(isoWithOffset: string): string {
  const at = Temporal.PlainDateTime.from(isoWithOffset)
  const time = `${String(at.hour).padStart(2, '0')}:${String(at.minute).padStart(2, '0')}`
  return `${weekdays[at.dayOfWeek - 1]} ${at.day} ${months[at.month - 1]} ${time}`
}
