import { join } from 'node:path'

/**
 * Where a replica keeps its records: a file of its own, which outlives the process and is used again by the one that takes its place. A store
 * that all replicas have in common would be named here, the same for each.
 */
export const recordsOf = (folder: string, replica: number): string => join(folder, `replica-${replica}`, 'concierge.sqlite')
