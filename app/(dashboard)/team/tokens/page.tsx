import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { packRows } from "#components/list/packed-rows.ts";
import { Pager } from "#components/list/pager.tsx";
import { PageHeader } from "#components/shared/page-header.tsx";
import { TextLink } from "#components/shared/text-link.tsx";
import { RevokeMatching } from "#components/tokens/revoke-matching.tsx";
import { RevokedLink } from "#components/tokens/revoked-link.tsx";
import { TokenInventory } from "#components/tokens/token-inventory.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import { tokenDaysLimit } from "#lib/contract/account.ts";
import { userPath } from "#lib/contract/page-paths.ts";
import { PAGES } from "#lib/contract/pages.ts";
import { inventoryQuery } from "#lib/contract/token-inventory.ts";
import type { InventoryView } from "#lib/contract/views.ts";
import { canBegin } from "#lib/policy/can.ts";
import { rightsWords } from "#lib/policy/rights-words.ts";
import { isScope } from "#lib/policy/scopes.ts";
import { namesInFilter } from "#lib/services/tokens/filter-names.ts";
import { countInventory, listInventory } from "#lib/services/tokens/list-inventory.ts";
import { requireActor } from "../../../current-actor.ts";
import { loadPage } from "../../load-page.ts";
import { parseListQuery, type SearchParams } from "../../parse-list-query.ts";
import { rotatable } from "./rotatable.ts";

export const metadata: Metadata = { title: PAGES.tokens.label };

export default async function TokensPage({ searchParams }: { searchParams: SearchParams }) {
  const given = withKnownScope(searchParams);
  const { query, address } = await parseListQuery(inventoryQuery, PAGES.tokens.path, given);
  const actor = await requireActor(address);
  const page = await loadPage(listInventory(actor, query), { address, cursor: query.cursor });
  const total = await countInventory(actor, query);
  const none = total === 0 && (await countInventory(actor)) === 0;
  const all = canBegin(actor, "tokens.inventory").allowed;
  const seesEvents = canBegin(actor, "events.list").allowed;
  const revokes = canBegin(actor, "tokens.revoke_matching").allowed;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: all ? "Team" : "You" },
          { label: PAGES.tokens.label, href: PAGES.tokens.path },
        ]}
        title={PAGES.tokens.label}
        description={all ? "All access tokens in this account." : "Your access tokens."}
        action={revokes && <RevokeMatching proven={actor.recentProof} />}
      />
      {none ? (
        <NoTokens actor={actor} seesEvents={seesEvents} />
      ) : (
        <>
          <TokenInventory
            tokens={packRows(page.items.map(withWords))}
            total={total}
            address={address}
            names={await namesInFilter(actor, query)}
            maxDays={{
              user: tokenDaysLimit(actor.settings, { isServiceUser: false }),
              serviceUser: tokenDaysLimit(actor.settings, { isServiceUser: true }),
            }}
            rotatable={rotatable(actor, page.items)}
            reader={{ id: actor.userId, seesAll: all, seesEvents }}
          />
          <Pager address={address} next={page.next} previous={page.previous} />
        </>
      )}
    </>
  );
}

/** Like other invalid parameters, an unknown scope is ignored. */
async function withKnownScope(searchParams: SearchParams): SearchParams {
  const { scope, ...others } = await searchParams;
  return typeof scope === "string" && isScope(scope) ? { ...others, scope } : others;
}

/** The rights in words, so that the browser needs no policy for them. */
const withWords = (token: InventoryView) => ({ ...token, rights: rightsWords(token.scopes) });

function NoTokens({ actor, seesEvents }: { actor: Actor; seesEvents: boolean }) {
  const team = canBegin(actor, "users.create").allowed;
  return (
    <EmptyState
      icon={KeyRound}
      title="No access tokens yet"
      action={
        <span className="flex flex-wrap justify-center gap-x-6 gap-y-2">
          <TextLink
            href={
              team ? PAGES.serviceUsers.path : userPath({ id: actor.userId, isServiceUser: false })
            }
          >
            {team ? "Go to service users" : "Go to your profile"}
          </TextLink>
          {seesEvents && <RevokedLink />}
        </span>
      }
    >
      Create tokens on the page of their owner.
    </EmptyState>
  );
}
