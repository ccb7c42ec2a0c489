import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// workers, threads and processes of the tests compile the same files again and again, which would be a quarter of all the time
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/concierge-tests', import.meta.url))

const tests = [
  'packages/*/test/**/*.test.ts',
  'connectors/*/test/**/*.test.ts',
  'test/{architecture,docker,faults,soak,stories,support}/**/*.test.ts',
]
// what is put in a module's place would stay there for the files that come after
const mocking = globSync(tests, { exclude: ['**/node_modules/**'] }).filter((file) => readFileSync(file, 'utf8').includes('vi.mock('))

export default defineConfig({
  test: {
    setupFiles: ['./test/support/loopback-only.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    // one more than there are processors where this is measured: tests wait for a third of their time
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'together', include: tests, exclude: ['**/node_modules/**', ...mocking], isolate: false } },
      { extends: true, test: { name: 'alone', include: mocking } },
    ],
  },
})
