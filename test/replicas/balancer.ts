import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { handOn } from '../support/balancer/hand-on.ts'
import { freePort } from './free-port.ts'

/** What stands in front of the replicas. */
export interface Balancer {
  readonly name: string
  readonly url: string
  close(): Promise<void>
}

const places = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx']

/** nginx where it is installed, else a small one of our own that does the same. */
export async function startBalancer(folder: string, ports: readonly number[]): Promise<Balancer> {
  const nginx = places.find((place) => (place.startsWith('/') ? existsSync(place) : true) && spawnSync(place, ['-v']).status === 0)
  const port = await freePort()
  return nginx === undefined ? await startOwn(port, ports) : await startNginx(nginx, folder, port, ports)
}

async function startOwn(port: number, ports: readonly number[]): Promise<Balancer> {
  const origins = ports.map((one) => `http://127.0.0.1:${one}`)
  const door = await handOn({ to: () => origins, triesNext: true, port })
  return {
    name: 'a round-robin proxy of our own, as nginx is not installed',
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => await door[Symbol.asyncDispose](),
  }
}

async function startNginx(program: string, parent: string, port: number, ports: readonly number[]): Promise<Balancer> {
  const folder = await mkdtemp(join(parent, 'nginx-'))
  const file = join(folder, 'nginx.conf')
  await writeFile(file, configuration(folder, port, ports))
  const child = spawn(program, ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (let tries = 0; !(await isOpen(port)); tries += 1) {
    if (tries > 200 || child.exitCode !== null) throw new Error('nginx did not start')
    await wait(20)
  }
  return {
    name: 'nginx',
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

// the usual rules: the next one when a connection is refused, none when a request may have been carried out
const configuration = (folder: string, port: number, ports: readonly number[]): string => `
daemon off; worker_processes 1; worker_rlimit_nofile 16384; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  upstream replicas { ${ports.map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=1s;`).join(' ')} keepalive 64; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://replicas; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
      proxy_next_upstream error timeout; proxy_connect_timeout 1s; proxy_buffering off;
    }
  }
}
`

async function isOpen(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  const opened = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(() => false)
  socket.destroy()
  return opened
}
