import type { Fault } from '../../faults/fault.ts'
import { faults } from '../../faults/faults.ts'

/** Too heavy to be met every second, or such that nothing would be asked for a minute after. */
const left = ['huge', 'gzip_bomb', 'pages_repeat', 'sign_in_down', '429_absurd', '429_date', '429_garbage', '429_negative']

/** Faults that may be mixed among good answers at random: they hurt one request and leave the next alone. */
export const mixedFaults: readonly Fault[] = faults.filter(({ id, answer }) => answer !== undefined && !left.includes(id))
