/** The ways in which the toy connector can break a promise, and the promise each of them breaks. */
export const breaks = {
  'opens a connection when imported': 'opens nothing when imported',
  'opens a connection when connected': 'opens nothing when connected',
  'lets unknown settings through': 'refuses a setting it does not know, and describes every one it does',
  'leaves a setting without a description': 'refuses a setting it does not know, and describes every one it does',
  'does not mark its secret': 'marks its secrets',
  'declares a look-up it does not answer': 'answers every look-up it declares, and only those',
  'answers with another name': 'answers known keys',
  'sends one request for each key': 'asks for many keys at once',
  'makes up records': 'says undefined for an unknown key',
  'asks for what nobody wants': 'asks for nothing that is not wanted',
  'does not sign in again': 'signs in once when its session has expired, and answers',
  'signs in for each caller': 'shares one sign-in between callers',
  'calls refused credentials a refusal': 'says BACKEND_SIGN_IN_FAILED when its credentials are refused',
  'checks only that it has signed in': 'checks out when healthy, and does not when down',
  'does not listen to the caller': 'stops at once when aborted',
  'has a timeout of its own': "waits for a hanging backend until the caller's signal, and no shorter",
  'calls a dead backend slow': 'says BACKEND_UNAVAILABLE, which may be tried again, when the backend is down',
  'does not know the word for slow down': "says BACKEND_RATE_LIMITED when the backend says so in the vendor's words",
  'takes a login page for an empty answer': 'says BACKEND_BAD_ANSWER for a login page with status 200',
  'tries again after a 503': 'says BACKEND_UNAVAILABLE for a 5xx, and never retries',
  'takes half an answer for a whole one': 'survives an answer cut in the middle',
  'declares a host it does not need': 'touches only its own hosts',
  'makes its own list of hosts': 'refuses a host that is not on its list',
  'puts its secret into the cause of an error': 'leaks no secret into errors or logs',
  'puts its secret into the log': 'leaks no secret into errors or logs',
  'puts the key into its sentence': 'puts no address and no key into the words it shows',
} as const

/** One way of breaking. */
export type Break = keyof typeof breaks
