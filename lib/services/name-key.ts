/** A name as it is searched and ordered, the same on every database: in lower case, composed. */
export const nameKeyOf = (name: string): string => name.normalize("NFC").toLowerCase();
