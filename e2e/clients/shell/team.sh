#!/usr/bin/env bash
# The team's chores as an operator scripts them: bash, curl and jq. ROOST_URL and ROOST_TOKEN say
# where and as whom.
set -euo pipefail
: "${ROOST_URL:?}" "${ROOST_TOKEN:?}"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# All users of the machine can read arguments, so curl gets the token through a descriptor.
header() { printf 'Authorization: Token %s\n' "${1:-$ROOST_TOKEN}"; }

roost() { # method path [options of curl]
  curl -sS --fail-with-body -X "$1" -H @<(header) "${@:3}" "$ROOST_URL$2"
}

send() { # method path [options of curl], the body on stdin
  roost "$1" "$2" -H 'Content-Type: application/json' --data-binary @- "${@:3}"
}

status_of() { # path token
  curl -sS -o /dev/null -w '%{http_code}' -H @<(header "$2") "$ROOST_URL$1"
}

# An invite's token is part of the URL, which would be an argument too.
invite_status() { # token
  printf 'url = "%s/api/users/invites/%s"\n' "$ROOST_URL" "$1" |
    curl -sS -o /dev/null -w '%{http_code}' --config -
}

follow_pages() { # path: one item a line, over all pages
  local next=$1
  while [ -n "$next" ]; do
    roost GET "$next" -D "$scratch/headers" | jq -c '.[]'
    next=$(sed -n 's/^link:.*<\([^>]*\)>; *rel="next".*/\1/ip' "$scratch/headers")
  done
}

new_service_user() { # name, answers the id
  jq -n --arg name "$1" '{$name, role: "user", is_service_user: true, auto_groups: []}' |
    send POST /api/users | jq -r .id
}

new_token() { # user name, answers the whole
  jq -n --arg name "$2" '{$name, expires_in: 30}' | send POST "/api/users/$1/tokens"
}

first=$(new_service_user shell-1)
second=$(new_service_user shell-2)
third=$(new_service_user shell-3)
echo "found by search, two a page: $(
  follow_pages '/api/users?service_user=true&search=shell-&sort=name&page_size=2' |
    jq -rs 'map(.name) | join(" ")'
)"

token=$(new_token "$first" ci | jq -r .plain_token)
echo "a new token answers $(status_of /api/users "$token")"

jq -n '{name: "shell-one", role: "user", auto_groups: [], is_blocked: false}' |
  send PUT "/api/users/$first" | jq -r '"renamed to " + .name'
jq -n '{role: "user", auto_groups: [], is_blocked: true}' |
  send PUT "/api/users/$first" | jq -r '"then " + .status + ", still " + .name'
echo "the token of a blocked user answers $(status_of /api/users "$token")"

group=$(jq -n '{name: "Shell machines"}' | send POST /api/groups | jq -r .id)
jq -n --arg group "$group" '{role: "user", auto_groups: [$group], is_blocked: false}' |
  send PUT "/api/users/$first" >"$scratch/user"
echo "in the group: $(roost GET "/api/users?group_id=$group" | jq -r 'map(.name) | join(" ")')"

jq -n '{email: "shell@example.test", name: "Shell", role: "auditor", auto_groups: []}' |
  send POST /api/users/invites >"$scratch/invite"
invite=$(jq -r .id "$scratch/invite")
old_link=$(jq -r .invite_token "$scratch/invite")
new_link=$(roost POST "/api/users/invites/$invite/regenerate" | jq -r .invite_token)
echo "the old link answers $(invite_status "$old_link"), the new one $(invite_status "$new_link")"
roost DELETE "/api/users/invites/$invite" >"$scratch/deleted"

codes=user.name.update,user.block,user.unblock,user.group.add
echo "what befell the first: $(
  roost GET "/api/events/audit?target_id=$first&activity_code=$codes" |
    jq -r 'map(.activity_code) | sort | join(" ")'
)"

new_token "$second" old >"$scratch/token"
new_token "$second" older >"$scratch/token"
jq -n --arg user "$second" '{filter: {user_id: $user}, dry_run: true}' |
  send POST /api/tokens/revoke | jq -r '"would revoke \(.matched), revoked \(.deleted)"'
roost GET "/api/tokens/export?user_id=$second&sort=name" | tr -d '\r' | cut -d, -f2,4
jq -n --arg user "$second" '{filter: {user_id: $user}}' |
  send POST /api/tokens/revoke | jq -r '"revoked \(.deleted) of \(.matched)"'

key="shell-$$-$(date +%s)"
once() {
  jq -n '{name: "shell-4", role: "user", is_service_user: true, auto_groups: []}' |
    curl -sS -H @<(header) -H "Idempotency-Key: $key" --data-binary @- "$ROOST_URL/api/users"
}
fourth=$(once | jq -r .id)
once | jq -r --arg id "$fourth" \
  '"the same again: \(.code), it made \(if .resource_id == $id then "the first" else "another" end)"'

for user in "$first" "$second" "$third" "$fourth"; do
  roost DELETE "/api/users/$user" >"$scratch/deleted"
done
roost DELETE "/api/groups/$group" >"$scratch/deleted"
echo "the token of a deleted user answers $(status_of /api/users "$token")"
echo "left over: $(roost GET '/api/users?search=shell-' | jq length)"
