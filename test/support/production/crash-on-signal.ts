/** Loaded before the gateway in tests: a signal makes go wrong what nobody expected, with a secret in every place an error has. */
const secret = process.env['CRASH_SECRET'] ?? ''

process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw Object.assign(new Error(`refused ${secret}\n    at ${secret} (file:///x.ts:1:1)`, { cause: new TypeError(secret) }), {
      code: secret,
      name: secret,
    })
  })
})

process.on('SIGHUP', () => {
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what is no error may be thrown, too
  void Promise.reject({ token: secret })
})
