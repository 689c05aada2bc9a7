import { TextLink } from "#components/shared/text-link.tsx";
import { useCall } from "#components/shared/use-call.ts";
import { countText } from "#components/tokens/created-by.ts";
import { PendingUsage } from "#components/tokens/usage-boundary.tsx";
import { toUse } from "#components/tokens/usage-labels.ts";
import { UsageVerdict } from "#components/tokens/usage-verdict.tsx";
import { createdForPath, createdForServiceUsers, ofOthers } from "./created-for-others.ts";

const SHOWN = 5;

type TokensForOthersProps = { user: { id: string; name: string } };

/** Active tokens that a user created for service users: they keep working, and the user may have them. */
export function TokensForOthers({ user }: TokensForOthersProps) {
  // A dry run of their revocation.
  const found = useCall("tokens.revoke", {
    body: { filter: createdForServiceUsers(user.id), dry_run: true },
  });
  if (found === "pending") return <PendingUsage />;
  const name = <bdi>{user.name}</bdi>;
  const link = (words: string) => (
    <TextLink href={createdForPath(user.id)} prefetch={false}>
      {words}
    </TextLink>
  );
  if ("failure" in found) {
    return (
      <p className="text-soon">
        Could not load the access tokens that {name} created for service users. {link("Show them")}
      </p>
    );
  }
  const { count, tokens } = ofOthers(user.id, found.data);
  if (count === 0) return null;
  const more = count - Math.min(SHOWN, tokens.length);
  const one = count === 1;
  return (
    <div data-testid="tokens-for-others" className="grid gap-2 border-t pt-3">
      <p>
        <span className="font-medium text-ink">
          {name} created {countText(count)} for service users
        </span>{" "}
        and may still have {one ? "it. It keeps" : "them. They keep"} working until{" "}
        {one ? "it expires or is" : "they expire or are"} revoked.{" "}
        {link(one ? "Show it" : "Show all")}
      </p>
      <ul className="grid gap-2 rounded-md bg-sunken px-3 py-2">
        {tokens.slice(0, SHOWN).map((token) => (
          <li key={token.id} className="grid min-w-0">
            <span className="truncate text-ink" title={token.name}>
              <bdi className="font-medium">{token.name}</bdi> of <bdi>{token.user_name}</bdi>
            </span>
            <span className="line-clamp-2 text-xs">
              <UsageVerdict use={toUse(token.uses_30_days, token)} />
            </span>
          </li>
        ))}
        {more > 0 && <li className="text-xs">and {more} more</li>}
      </ul>
    </div>
  );
}
