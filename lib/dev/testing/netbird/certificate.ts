import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/* A self-signed certificate (RFC 5280) in DER, since Node reads certificates but makes none. */

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const SET = 0x31;
const UTC_TIME = 0x17;
const UTF8_STRING = 0x0c;
const YEAR_MS = 365 * 86_400_000;

/** One value: its tag, length and content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const size = bytes.length;
  const length = size < 0x80 ? [size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
}

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const bits = (bytes: Buffer) => der(BIT_STRING, Buffer.from([0]), bytes);

const ECDSA_WITH_SHA256 = der(SEQUENCE, hex("06 08 2a8648ce3d040302"));
const COMMON_NAME = hex("06 03 550403");
const ALTERNATIVE_NAME = hex("06 03 551d11");
const BASIC_CONSTRAINTS = hex("06 03 551d13");
const TRUE = hex("01 01 ff");

/** YYMMDDHHMMSSZ */
const time = (at: number) =>
  der(
    UTC_TIME,
    Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`),
  );

const nameOf = (text: string) =>
  der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(text)))));

/** For the name localhost and the address 127.0.0.1; signed by itself, so its own authority. */
const extensions = () => {
  const names = der(SEQUENCE, der(0x82, Buffer.from("localhost")), der(0x87, hex("7f000001")));
  return der(
    0xa3,
    der(
      SEQUENCE,
      der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTET_STRING, der(SEQUENCE, TRUE))),
      der(SEQUENCE, ALTERNATIVE_NAME, der(OCTET_STRING, names)),
    ),
  );
};

/** A new key and a certificate for 127.0.0.1, as PEM. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = nameOf("NetBird for tests");
  const content = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1]), randomBytes(8)),
    ECDSA_WITH_SHA256,
    name,
    der(SEQUENCE, time(Date.now() - YEAR_MS), time(Date.now() + YEAR_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    extensions(),
  );
  const bytes = der(
    SEQUENCE,
    content,
    ECDSA_WITH_SHA256,
    bits(sign("sha256", content, privateKey)),
  );
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}
