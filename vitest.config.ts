import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'connectors/*/test/**/*.test.ts',
      'test/{architecture,docker,faults,soak,stories}/**/*.test.ts',
    ],
    setupFiles: ['./test/support/loopback-only.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
