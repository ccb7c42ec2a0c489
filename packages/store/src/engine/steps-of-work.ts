import type { Sign } from '../signing.ts'
import { addRedirect } from './add-redirect.ts'
import { cut } from './cut.ts'
import { forget } from './forget.ts'
import { markKey } from './mark-key.ts'
import type { Work } from './requests.ts'
import type { Steps } from './steps.ts'
import { sweep } from './sweep.ts'
import type { Words } from './words.ts'

/** The statements of a rarer work. A probe is each engine's own. */
export function stepsOfWork(work: Exclude<Work, { name: 'probe' }>, words: Words, sign: Sign): Steps<unknown> {
  switch (work.name) {
    case 'keyMark':
      return markKey(work.argument)
    case 'redirect':
      return addRedirect(work.argument, sign)
    case 'sweep':
      return sweep(work.argument, words, sign)
    case 'cut':
      return cut(work.argument, sign)
    case 'forget':
    default:
      return forget(work.argument, words, sign)
  }
}
