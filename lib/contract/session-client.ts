/** The outcome of a sign-in. `refused` does not reveal whether email or password was wrong. */
export type SignInOutcome =
  | { kind: "signed-in" }
  | { kind: "refused" }
  | { kind: "too-many-attempts"; retryAfterSeconds: number | null }
  | { kind: "failed"; message: string };

const AUTH = "/api/auth";
const UNREACHABLE = "The server could not be reached. Check the connection and try again.";

async function csrfToken(): Promise<string> {
  const response = await fetch(`${AUTH}/csrf`, { credentials: "same-origin", cache: "no-store" });
  const answer: unknown = await response.json();
  const token = (answer as { csrfToken?: unknown } | null)?.csrfToken;
  if (typeof token !== "string") throw new Error("no csrf token in the answer");
  return token;
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" });
  return fetch(`${AUTH}/${path}`, { method: "POST", credentials: "same-origin", body });
}

/** Signs in with a session cookie. Never throws. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  let response: Response;
  try {
    response = await post("callback/credentials", { email, password });
  } catch {
    return { kind: "failed", message: UNREACHABLE };
  }
  if (response.ok) return { kind: "signed-in" };
  if (response.status === 401) return { kind: "refused" };
  if (response.status === 429) {
    const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
    return {
      kind: "too-many-attempts",
      retryAfterSeconds: Number.isNaN(seconds) ? null : seconds,
    };
  }
  return { kind: "failed", message: await messageOf(response) };
}

async function messageOf(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => null);
  const message = (answer as { message?: unknown } | null)?.message;
  return typeof message === "string"
    ? message
    : `The server answered with status ${response.status}. Try again in a moment.`;
}

/** Ends the session and returns whether the server confirmed it. Never throws. */
export async function signOut(): Promise<boolean> {
  try {
    return (await post("signout", {})).ok;
  } catch {
    return false;
  }
}
