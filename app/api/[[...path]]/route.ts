import { unknownPath } from "#lib/http/route.ts";

const handler = async (request: Request) => unknownPath(request);

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
