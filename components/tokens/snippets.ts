import {
  ansibleTask,
  fileName,
  GITHUB_STEP,
  GITLAB_JOB,
  IN_SHELL,
  python,
  REQUEST,
  shellWord,
  terraform,
} from "./snippet-texts.ts";

/** What a snippet is made for. Without a token something says where it belongs. */
export type SnippetUse = { token: string | null; origin: string; name: string };

/** A text to paste in one go; the one that is worth a file has the name for it. */
export type SnippetPart = { label: string; text: string; file?: string };

type Snippet = {
  id: string;
  label: string;
  /** When to take it, and what it does for the token's secrecy; code stands between backticks. */
  note: string;
  parts: (use: SnippetUse) => SnippetPart[];
};

const READ_LABEL = "Command that asks for the token";

/**
 * Ways to use a token. Whatever is not a file asks for the token or takes it from the environment,
 * so that it is in no history and no list of processes; only the first, which is there to try it,
 * has it among the arguments, and says so.
 */
export const SNIPPETS: readonly Snippet[] = [
  {
    id: "curl",
    label: "curl",
    note: "To try it once. A token that is pasted with its command stays in the shell's history, and others on the machine see it while the command runs. The next one avoids both.",
    parts: ({ token, origin }) => [
      {
        label: "Command to try it",
        text: `curl -H "Authorization: Token ${token ?? IN_SHELL}" ${users(origin)}`,
      },
    ],
  },
  {
    id: "shell",
    label: "Shell",
    note: "For bash and zsh. Paste the token when you are asked for it: it does not show, and stays out of the history and out of every program's arguments.",
    parts: ({ origin }) => [
      { label: READ_LABEL, text: asked("ROOST_TOKEN") },
      { label: "Command that uses it", text: `${REQUEST} | curl -H @- ${users(origin)}` },
    ],
  },
  {
    id: "env",
    label: ".env",
    note: "For `node --env-file`, `docker run --env-file` and whatever else reads such files. What a browser or an editor saves, others on the machine can often read: mode 600 leaves it to you alone. Keep it out of version control.",
    parts: ({ token, origin, name }) => [
      secretFile(`${fileName(name)}.env`, [
        `ROOST_URL=${origin}`,
        `ROOST_TOKEN=${token ?? "<your token>"}`,
      ]),
      closing(`${fileName(name)}.env`),
    ],
  },
  {
    id: "curl-file",
    label: "curl -K",
    note: "The header in a file, with mode 600 one that you alone can read. A `.netrc` does not do: what is in one curl sends as user name and password, and the API takes tokens only.",
    parts: ({ token, origin, name }) => [
      secretFile(`${fileName(name)}.curlrc`, [
        `header = "Authorization: Token ${token ?? "<your token>"}"`,
      ]),
      closing(`${fileName(name)}.curlrc`),
      {
        label: "Command that uses it",
        text: `curl -K ${fileName(name)}.curlrc ${users(origin)}`,
      },
    ],
  },
  {
    id: "terraform",
    label: "Terraform",
    note: "NetBird's own provider manages users, groups and tokens here too, with a token of the role admin. It comes from the environment, so that it is in no file.",
    parts: ({ origin }) => [
      { label: "Provider block", text: terraform(origin) },
      { label: READ_LABEL, text: asked("TF_VAR_roost_token") },
    ],
  },
  {
    id: "github",
    label: "GitHub",
    note: "Within a clone of the repository. `gh secret set` asks for the token: paste it. A secret does not show in logs.",
    parts: ({ origin }) => [
      {
        label: "Commands that store address and token",
        text: `gh variable set ROOST_URL --body ${shellWord(origin)}\ngh secret set ROOST_TOKEN`,
      },
      { label: "Step of an Actions workflow", text: GITHUB_STEP },
    ],
  },
  {
    id: "gitlab",
    label: "GitLab",
    note: "Within a clone of the project; paste the token when you are asked for it. A masked variable does not show in logs. The job's image needs curl.",
    parts: ({ origin }) => [
      {
        label: "Command that stores the address",
        text: `glab variable set ROOST_URL ${shellWord(origin)}`,
      },
      {
        label: "Command that asks for the token and stores it",
        text: `printf 'Token: ' && read -rs ROOST_TOKEN && printf %s "${IN_SHELL}" | glab variable set ROOST_TOKEN --masked; unset ROOST_TOKEN`,
      },
      { label: "Job of .gitlab-ci.yml", text: GITLAB_JOB },
    ],
  },
  {
    id: "ansible",
    label: "Ansible",
    note: "The command asks for the vault's password and for the token, and appends it encrypted. `no_log` keeps the header out of the output.",
    parts: ({ origin }) => [
      {
        label: "Command that asks for the token",
        text: "mkdir -p group_vars/all && ansible-vault encrypt_string --ask-vault-pass --prompt --name roost_token >>group_vars/all/roost.yml",
      },
      { label: "Task", text: ansibleTask(origin) },
    ],
  },
  {
    id: "python",
    label: "Python",
    note: "Standard library only. The token comes from the environment: from the command below, or from wherever the script will run.",
    parts: ({ origin }) => [
      { label: READ_LABEL, text: asked("ROOST_TOKEN") },
      { label: "Script", text: python(origin) },
    ],
  },
];

const users = (origin: string) => shellWord(`${origin}/api/users`);

/** Asks for the token in a line of its own: what is pasted below would be taken for the answer. */
const asked = (variable: string) =>
  `printf 'Token: ' && read -rs ${variable} && export ${variable}`;

const secretFile = (file: string, lines: string[]): SnippetPart => ({
  label: file,
  text: `${lines.join("\n")}\n`,
  file,
});

const closing = (file: string): SnippetPart => ({
  label: "chmod command",
  text: `chmod 600 ${file}`,
});
