import type { PretendBackend } from '@cx-concierge/connector-kit/sandbox'
import type { Company } from './company.ts'

/** One backend to pretend: its name in connectors.yaml, and the package of its connector. */
export interface BackendToPretend {
  readonly name: string
  readonly connector: string
}

/** What a sandbox is started with. */
export interface SandboxOptions {
  readonly backends: readonly BackendToPretend[]
  /** The records held at this moment; asked for at each request, so that they may be swapped. */
  readonly company: () => Company
  /** Epoch milliseconds. */
  readonly now?: () => number
  /** What else some of them are started with, by their names: see their own options. */
  readonly with?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Pretend backends on sockets of their own. */
export interface Sandbox {
  readonly backends: ReadonlyMap<string, PretendBackend>
  /** What a configuration must put in place to talk to them instead of the real ones. */
  readonly overrides: ReadonlyMap<string, { readonly settings: Readonly<Record<string, unknown>>; readonly hosts: readonly string[] }>
  close(): Promise<void>
}

interface SandboxModule {
  readonly start: (options: { readonly data: () => unknown; readonly now?: () => number }) => Promise<PretendBackend>
}

/** Starts the pretend backend of every connector, each with its part of the company. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const started = await Promise.all(
    options.backends.map(async ({ name, connector }) => {
      const module = (await import(`${connector}/sandbox`)) as SandboxModule
      const backend = await module.start({
        ...options.with?.[name],
        data: () => options.company()[name] ?? {},
        ...(options.now ? { now: options.now } : {}),
      })
      return [name, backend] as const
    }),
  )
  const backends = new Map(started)
  return {
    backends,
    overrides: new Map(started.map(([name, backend]) => [name, { settings: backend.settings, hosts: [`127.0.0.1:${backend.port}`] }])),
    close: async () => {
      await Promise.all(started.map(([, backend]) => backend.close()))
    },
  }
}
