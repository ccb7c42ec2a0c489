/** A body that was taken away is needed again. */
export class BodyMissing extends Error {}
