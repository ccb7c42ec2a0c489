import type { Caller, Sealed } from '@cx-concierge/contract'
import { serviceCredentials, type Credentials } from './cache-key.ts'

/** What a backend is read with. A new token is a new object: requests are shared within one only. */
export interface Access {
  readonly credentials: Credentials
  /** Sent in place of the connector's own sign-in. */
  readonly bearer?: Sealed
}

/** The connector signs in by itself. */
export const serviceAccess: Access = { credentials: serviceCredentials }

/** Gets callers' access to one backend that is read with their own credentials. */
export interface CallerAccess {
  /** What is in hand for this caller and still good; costs no waiting. */
  held(caller: Caller): Access | undefined
  /** Good access, another one than the backend has refused. Throws `ConciergeError` when there is none. */
  get(caller: Caller, refused?: Access): Promise<Access>
}
