import { createHmac } from 'node:crypto'
import type { SharedKeys } from '../shared/shared-keys.ts'

/** Where replicas with this key tell each other things; others have other channels. */
export const noticeChannel = ({ names }: Pick<SharedKeys, 'names'>): string =>
  `cx:notices:${createHmac('sha256', names).update('notices').digest('base64url')}`
