// Ends with 0 when the gateway in this container turns.
import { get } from 'node:http'

const request = get({ host: '127.0.0.1', port: process.env.PORT ?? 8080, path: '/live', timeout: 2_000 }, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1)
})
request.on('timeout', () => request.destroy(new Error('silent')))
request.on('error', () => process.exit(1))
