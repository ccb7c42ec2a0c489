import { momentText } from '@cx-concierge/core'
import type { SaidOtherwise } from '../../gate/unsaid.ts'

const away = 'Away '
const availabilityWords: Readonly<Record<string, string>> = {
  available: 'Available now',
  out_of_hours: away,
  holiday: away,
  out_of_office: away,
}

/** Facts of decided answers that their text says as a person would. */
export const saidOtherwise: SaidOtherwise = {
  // tells a program which picture to draw; a reader sees from name and title whether it is a person
  'contact/kind': () => undefined,
  'availability/state': (state) => availabilityWords[state],
  'availability/next_available_at': (moment) => momentText(moment),
  'freshness/state': () => 'Last confirmed',
  'freshness/as_of': () => 'Last confirmed',
  'team/*/state': (state) => ({ vacant: 'nobody is assigned', unknown: 'could not be checked' })[state],
  // a signal to the host; where there is something to keep quiet about, the text says so
  for_agent_only: () => undefined,
}
