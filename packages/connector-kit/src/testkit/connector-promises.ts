import type { ConnectorPromise } from './promise.ts'
import { promisesOfAnswers } from './promises-of-answers.ts'
import { promisesOfFailure } from './promises-of-failure.ts'
import { promisesOfNeed } from './promises-of-need.ts'
import { promisesOfSafety } from './promises-of-safety.ts'
import { promisesOfShape } from './promises-of-shape.ts'

/** Everything every connector keeps, in the order in which it is tried. */
export const connectorPromises: readonly ConnectorPromise[] = [
  ...promisesOfShape,
  ...promisesOfAnswers,
  ...promisesOfNeed,
  ...promisesOfFailure,
  ...promisesOfSafety,
]
