export type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
export type { Fault, Sim } from './fault.ts'
export {
  startPretendBackend,
  type PretendBackend,
  type PretendBackendOptions,
  type PretendServer,
  type PretendServerOptions,
} from './pretend-backend.ts'
export type { Stats } from './stats.ts'
