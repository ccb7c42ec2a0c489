/** What an account id or account number looks like, whichever system gave it. */
export const accountIdShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/
