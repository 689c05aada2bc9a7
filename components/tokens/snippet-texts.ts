/** A call that every token may make, whatever its scopes. */
export const SELF_PATH = "/api/tokens/self";

/** The token in a shell, read from its variable. */
export const IN_SHELL = "$ROOST_TOKEN";

/**
 * Prints the header for `curl -H @-` with a shell builtin, so that no process has it as an
 * argument.
 */
export const REQUEST = `printf 'Authorization: Token %s\\n' "${IN_SHELL}"`;

export const GITHUB_STEP = `\
- name: Show the token
  env:
    ROOST_URL: \${{ vars.ROOST_URL }}
    ROOST_TOKEN: \${{ secrets.ROOST_TOKEN }}
  run: |
    ${REQUEST} |
      curl -sS --fail-with-body -H @- "$ROOST_URL${SELF_PATH}"`;

export const GITLAB_JOB = `\
show-token:
  script:
    - |
      ${REQUEST} |
        curl -sS --fail-with-body -H @- "$ROOST_URL${SELF_PATH}"`;

/** NetBird's provider for this server, the token from a variable. */
export function terraform(origin: string): string {
  return `\
terraform {
  required_providers {
    netbird = {
      source = "netbirdio/netbird"
    }
  }
}

variable "roost_token" {
  type      = string
  sensitive = true
}

provider "netbird" {
  management_url = ${quoted(origin)}
  token          = var.roost_token
}`;
}

/** A task with the token from a vault. */
export function ansibleTask(origin: string): string {
  return `\
- name: Show the token
  ansible.builtin.uri:
    url: ${quoted(`${origin}${SELF_PATH}`)}
    headers:
      Authorization: "Token {{ roost_token }}"
  register: token
  no_log: true`;
}

/** A script that reads the token from its environment. */
export function python(origin: string): string {
  return `\
import json
import os
import urllib.request

request = urllib.request.Request(
    ${quoted(`${origin}${SELF_PATH}`)},
    headers={"Authorization": "Token " + os.environ["ROOST_TOKEN"]},
)
with urllib.request.urlopen(request, timeout=30) as answer:
    token = json.load(answer)
print(token["name"], token["user"]["name"], token["expiration_date"])`;
}

/** A string in Python, YAML and, since an origin has no `$` or `%`, HCL. */
const quoted = (text: string) => JSON.stringify(text);

/** A word for a POSIX shell, quoted if needed, as for the brackets of an IPv6 address. */
export function shellWord(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const FILE_NAME_MAX = 40;

/** The name as letters, digits and dashes, safe in any shell and file system. */
export function fileName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "");
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, FILE_NAME_MAX).replace(/-$/, "") || "roost";
}
