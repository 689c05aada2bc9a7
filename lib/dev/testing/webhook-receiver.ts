import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { readEnvironment } from "#lib/config/environment.ts";
import type { NoticeWebhook } from "#lib/config/notice-webhook.ts";
import type { WebhookBody } from "#lib/contract/notices.ts";

/** A received webhook. */
export type Arrival = {
  id: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: WebhookBody;
};

type Responder = (response: ServerResponse, arrival: Arrival) => unknown;

export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** A real receiver of webhooks until the end of the test; its answer can be changed. */
export async function startReceiver() {
  const receiver = {
    arrivals: [] as Arrival[],
    answer: ((response) => response.writeHead(204).end()) as Responder,
    url: "",
    webhook: undefined as unknown as NoticeWebhook,
  };
  const server = createServer(async (request, response) => {
    const text = (await buffer(request)).toString();
    const { headers } = request;
    const arrival = { id: `${headers["webhook-id"]}`, headers, text, body: JSON.parse(text) };
    receiver.arrivals.push(arrival);
    receiver.answer(response, arrival);
  });
  // On a busy machine it could close a connection just when the next webhook arrives.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  receiver.url = `http://127.0.0.1:${address.port}/hook?key=in-the-address`;
  receiver.webhook = webhookTo(receiver.url);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return receiver;
}

/** The settings of a webhook to this URL, as from the environment. */
export function webhookTo(url: string): NoticeWebhook {
  const env = { NOTICE_WEBHOOK_URL: url, NOTICE_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const { noticeWebhook } = readEnvironment(env, "/");
  if (!noticeWebhook) throw new Error("a URL and a secret make a webhook");
  return noticeWebhook;
}
