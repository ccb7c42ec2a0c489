import type { IncomingMessage } from 'node:http'
import type { Authentication } from '../auth/authenticate.ts'

/** Requests for which there was room, with who sends them, where that was settled before the web framework saw them: nothing is asked or counted twice. */
export type Admissions = WeakMap<IncomingMessage, Authentication | Promise<Authentication>>
