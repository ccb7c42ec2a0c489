import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Real clients against a real desk; several are started as programs, so they get more time than other tests. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['interop/*.test.ts', 'conformance/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // two of the libraries would otherwise tell their makers about the calls
    env: { OPENAI_AGENTS_DISABLE_TRACING: '1', LANGSMITH_TRACING: 'false' },
  },
})
