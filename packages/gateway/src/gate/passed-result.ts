declare const passed: unique symbol

/**
 * The JSON text of a tool result up to its closing brace, since an era may have more to add. Only the output gate makes one, so that nothing else can be
 * sent.
 */
export type PassedResult = string & { readonly [passed]: true }
