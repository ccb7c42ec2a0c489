/** Names under which this machine knows itself. */
export const loopbackNames: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/** Whether an address to listen on is reached from this machine alone. */
export const isLoopback = (host: string): boolean => host === '127.0.0.1' || host === '::1' || host === 'localhost'
