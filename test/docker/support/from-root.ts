import { fileURLToPath } from 'node:url'

/** The path of a file in this repository. */
export const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
