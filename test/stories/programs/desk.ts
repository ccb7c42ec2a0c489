// A desk in a process of its own, so that it can be killed, or given a disk that is full. Says on its first line where it is and how to call it.
// The first argument is the name of a backend that hangs, the second what to do when a record cannot be written.
import { openStoryDesk } from '../support/story-desk.ts'
import { platform } from '../support/tokens.ts'

const [hanging = '', whenNotWritten = 'refuse'] = process.argv.slice(2)
const rule = 'when_it_cannot_be_written:'
const desk = await openStoryDesk({ edit: (text) => text.replace(`${rule} refuse`, `${rule} ${whenNotWritten}`) })
const token = await desk.token(platform)
desk.backends.get(hanging)?.fail({ kind: 'hang' })
process.stdout.write(`${JSON.stringify({ url: desk.url, folder: desk.folder, token })}\n`)
