/** Why something was not had from, or not put into, the shared memory; never a fault of the call. */
export type CacheTrouble = 'resting' | 'late' | 'failed' | 'unreadable' | 'too_large' | 'crowded'
