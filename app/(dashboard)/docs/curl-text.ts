import { type DescribedOperation, outcomesOf } from "#lib/openapi/document-types.ts";

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The path with example values of its parameters. */
function filledIn(path: string, { parameters = [] }: DescribedOperation): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.in === "path" && one.name === name);
    return encodeURIComponent(String(parameter?.example ?? name));
  });
}

/** A curl command for a POSIX shell, with the token in `$ROOST_TOKEN`. */
export function curlText(
  origin: string,
  path: string,
  method: string,
  operation: DescribedOperation,
): string {
  const { requestBody, security } = operation;
  const example = requestBody?.content["application/json"]?.example;
  const { done } = outcomesOf(operation);
  const isFile = done && "content" in done && !("application/json" in done.content);
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} ${quoted(`${origin}${filledIn(path, operation)}`)}`,
    ...(security.length > 0 ? ['-H "Authorization: Token $ROOST_TOKEN"'] : []),
    ...(requestBody ? ["-H 'Content-Type: application/json'"] : []),
    ...(example === undefined ? [] : [`-d ${quoted(JSON.stringify(example, null, 2))}`]),
    ...(isFile ? ["-OJ"] : []),
  ].join(" \\\n  ");
}
