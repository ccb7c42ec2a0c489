import { fileURLToPath } from 'node:url'

/** What a peer is started with. */
export interface PeerPlace {
  /** Where the packages are installed. */
  readonly folder: string
  readonly port: number
  /** Holds the answer of the upstream. */
  readonly answerFile: string
  /** Where the same answer is given over HTTP. */
  readonly upstreamUrl: string
}

/** One way to run a package that does what a gateway does: hands a call on to one upstream, and the answer back. */
export interface Peer {
  readonly name: string
  /** `session`: revision 2025-11-25, and one session for everybody; `none`: the same without; `modern`: revision 2026-07-28. */
  readonly speaks: 'session' | 'none' | 'modern'
  /** Arguments for Node.js. */
  readonly args: (place: PeerPlace) => readonly string[]
}

/** What is installed for the comparison, and nowhere else. */
export const peerPackages: Readonly<Record<string, string>> = { 'mcp-proxy': '6.7.19', supergateway: '4.0.0', fastmcp: '4.20.16' }

const here = (file: string): string => fileURLToPath(new URL(`servers/${file}`, import.meta.url))
const stdio = ({ answerFile }: PeerPlace): readonly string[] => [process.execPath, here('upstream-stdio.ts'), answerFile]

const mcpProxy = (place: PeerPlace): readonly string[] => {
  const options = `--host 127.0.0.1 --port ${place.port} --server stream --no-eventStore --`.split(' ')
  return [`${place.folder}/node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs`, ...options, ...stdio(place)]
}
const supergateway = (place: PeerPlace): readonly string[] => {
  const options = `--outputTransport streamableHttp --port ${place.port} --logLevel none --stateful`.split(' ')
  return [`${place.folder}/node_modules/supergateway/dist/index.js`, '--stdio', stdio(place).join(' '), ...options]
}
const fastmcp =
  (mode: 'session' | 'stateless') =>
  ({ folder, port, upstreamUrl }: PeerPlace): readonly string[] => [here('fastmcp-peer.ts'), folder, String(port), upstreamUrl, mode]

/** Each in the ways that suit it best: with as little kept and logged as its own options allow. */
export const peers: readonly Peer[] = [
  { name: 'mcp-proxy, session', speaks: 'session', args: mcpProxy },
  { name: 'mcp-proxy, 2026-07-28', speaks: 'modern', args: mcpProxy },
  { name: 'supergateway, session', speaks: 'session', args: supergateway },
  { name: 'supergateway, 2026-07-28', speaks: 'modern', args: supergateway },
  { name: 'fastmcp, session', speaks: 'session', args: fastmcp('session') },
  { name: 'fastmcp, stateless', speaks: 'none', args: fastmcp('stateless') },
]
