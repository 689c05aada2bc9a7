import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";

type HeadersInput = OutgoingHttpHeaders | OutgoingHttpHeader[];

function takeOver(response: ServerResponse, given: HeadersInput): void {
  if (!Array.isArray(given)) {
    for (const [name, value] of Object.entries(given)) {
      if (value !== undefined) response.setHeader(name, value);
    }
    return;
  }
  for (let at = 0; at + 1 < given.length; at += 2) {
    response.appendHeader(String(given[at]), String(given[at + 1]));
  }
}

/** Runs `finish` last on an answer's headers, after every other code that sets them. */
export function onHeaders(response: ServerResponse, finish: () => void): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status: number, second?: string | HeadersInput, third?: HeadersInput) => {
    const given = typeof second === "string" ? third : second;
    response.statusCode = status;
    if (given) takeOver(response, given);
    finish();
    return typeof second === "string" ? writeHead(status, second) : writeHead(status);
  };
}
