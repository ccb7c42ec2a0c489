/** One scope as RFC 6749 §3.3 writes it: safe to be repeated in a challenge. */
export const scopeToken = /^[\u0021\u0023-\u005B\u005D-\u007E]+$/
