/** A status and what goes with it. */
export interface VendorAnswer {
  readonly status: number
  readonly body: unknown
}

/** A failure on its way to the answer it becomes. */
export class Refusal extends Error {
  readonly answer: VendorAnswer

  constructor(status: number, errorCode: string, message: string) {
    super(message)
    this.answer = { status, body: [{ message, errorCode }] }
  }
}

/** The query cannot be read, or asks for something this pretend backend does not do. */
export function malformed(why: string): Refusal {
  return new Refusal(400, 'MALFORMED_QUERY', why)
}

/** A field the object does not have, in the words Salesforce uses. */
export function noSuchColumn(field: string, object: string): Refusal {
  return new Refusal(
    400,
    'INVALID_FIELD',
    `\nSELECT ... ${field} ... FROM ${object}\n           ^\nERROR at Row:1:Column:12\nNo such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  )
}

/** An object this edition does not have. */
export function noSuchObject(object: string): Refusal {
  return new Refusal(
    400,
    'INVALID_TYPE',
    `sObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  )
}
