const plain = /^[ -~]*$/

/**
 * Whether a text is nothing but printable ASCII. Most are, and then no form of Unicode changes them and nothing in them is unseen: what would look for
 * that need not.
 */
export const isPlainAscii = (text: string): boolean => plain.test(text)
