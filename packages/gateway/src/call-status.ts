/** How a call of a tool ended. A closed list: these words are metric labels. */
export type CallStatus = 'ok' | 'error' | 'invalid_input' | 'unknown_tool' | 'forbidden' | 'rate_limited' | 'failed' | 'cancelled'

/** Which family of protocol revisions a request was made in. */
export type Era = 'modern' | 'legacy'

/** Which way a request took: the express lane, or the SDK's own handler. */
export type Path = 'lane' | 'sdk'
