import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Promises of security that take longer than the fast tests may: many faults, many strings, real servers. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/security/*.test.ts'],
    setupFiles: [fileURLToPath(new URL('../support/loopback-only.ts', import.meta.url))],
    reporters: ['default', fileURLToPath(new URL('../support/closing-line.ts', import.meta.url))],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
