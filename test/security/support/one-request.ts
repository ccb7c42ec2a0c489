import { createHttp } from '@cx-concierge/connector-kit'

// started as a program, because node reads most of these variables once, at its start
const [baseUrl = ''] = process.argv.slice(2)
const { host } = new URL(baseUrl)
const http = createHttp({ name: 'backend', hosts: [host] }, { baseUrl })
const { text } = await http.request({ method: 'GET', path: [], signal: AbortSignal.timeout(10_000) })
process.stdout.write(text)
