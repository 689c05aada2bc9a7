import { randomBytes, randomInt } from "node:crypto";

const COUNTER_SIZE = 2 ** 24;
const SPARE_BITS = 4n;

// The public format names a machine and a process in these five bytes. Random ones are as
// unique, reveal nothing about the host, and differ between two copies of this module.
const origin = randomBytes(5);
let counter = randomInt(COUNTER_SIZE);

/**
 * A unique ID of 20 lower-case base32hex characters in the xid format. IDs sort by their second of
 * creation. Not a secret: the next one can be guessed.
 */
export function newXid(): string {
  counter = (counter + 1) % COUNTER_SIZE;
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(Math.floor(Date.now() / 1000));
  origin.copy(bytes, 4);
  bytes.writeUIntBE(counter, 9, 3);
  // 96 bits fill 19 characters and one bit of the twentieth; the digits of radix 32 are base32hex.
  return (BigInt(`0x${bytes.toString("hex")}`) << SPARE_BITS).toString(32).padStart(20, "0");
}
