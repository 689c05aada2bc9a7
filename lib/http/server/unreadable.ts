type ParseError = NodeJS.ErrnoException & { bytesParsed?: number; rawPacket?: Buffer };

/** How the line that could not be read begins, up to where reading stopped. */
function lineBegun({ bytesParsed = 0, rawPacket }: ParseError): string {
  const read = rawPacket?.subarray(0, bytesParsed).toString("latin1") ?? "";
  return read.slice(read.lastIndexOf("\n") + 1);
}

/** "the header X-Name", or less where its name was not read; never its value. */
function headerOf(error: ParseError): string {
  const [, name] = /^([\w-]{1,64}):/.exec(lineBegun(error)) ?? [];
  return name === undefined ? "a header" : `the header ${name}`;
}

function controlCharacterOf({ bytesParsed = 0, rawPacket }: ParseError): string {
  const byte = rawPacket?.[bytesParsed];
  return byte === undefined ? "" : ` 0x${byte.toString(16).padStart(2, "0")}`;
}

const REASONS: Record<string, (error: ParseError) => string> = {
  HPE_INVALID_URL: () => "the URL has characters that must be percent-encoded",
  // A blank in the URL: what follows it is read as the version.
  HPE_INVALID_CONSTANT: () => "the URL has a blank that must be percent-encoded",
  HPE_LF_EXPECTED: (error) =>
    `${headerOf(error)} has a stray carriage return (CR), as a file with Windows line ends leaves it`,
  HPE_CR_EXPECTED: (error) => `${headerOf(error)} ends with a line feed (LF) alone`,
  HPE_INVALID_HEADER_TOKEN: (error) =>
    lineBegun(error).includes(":")
      ? `${headerOf(error)} has the control character${controlCharacterOf(error)}`
      : "a header's name is not valid",
  HPE_INVALID_CONTENT_LENGTH: () => "the header Content-Length is no number",
  HPE_UNEXPECTED_CONTENT_LENGTH: () => "there is more than one Content-Length",
  HPE_INVALID_TRANSFER_ENCODING: () => "Transfer-Encoding can't be beside Content-Length",
  HPE_INVALID_METHOD: () => "the method is unknown",
  HPE_INVALID_VERSION: () => "the HTTP version is unknown, or its line ends without CR LF",
};

/** What is wrong with bytes that are no request, for their sender. */
export function unreadableReason(error: Error): string {
  const { code = "" }: ParseError = error;
  const reason = REASONS[code]?.(error);
  return `the request is not valid HTTP${reason === undefined ? "" : `: ${reason}`}`;
}
