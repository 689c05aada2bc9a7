import {
  ansibleTask,
  fileName,
  GITHUB_STEP,
  GITLAB_JOB,
  IN_SHELL,
  python,
  REQUEST,
  SELF_PATH,
  shellWord,
  terraform,
} from "./snippet-texts.ts";

/** The input of a snippet; without a token the snippet has a placeholder. */
export type SnippetUse = { token: string | null; origin: string; name: string };

/** A text to paste in one go, with a file name if it is a file. */
export type SnippetPart = { label: string; text: string; file?: string };

type Snippet = {
  id: string;
  label: string;
  /** When to use it, and how it keeps the token secret; code is between backticks. */
  note: string;
  parts: (use: SnippetUse) => SnippetPart[];
};

const PROMPT_LABEL = "Token prompt";

/**
 * Ways to use a token. All but the files prompt for the token or read it from the environment, so that
 * it is in no shell history and no process list; only the first, a quick test, has it as an argument,
 * and its note says so.
 */
export const SNIPPETS: readonly Snippet[] = [
  {
    id: "curl",
    label: "curl",
    note: "For a quick test only: the token stays in your shell history and is visible to other users of the machine while curl runs. Use Shell for anything else.",
    parts: ({ token, origin }) => [
      {
        label: "Request",
        text: `curl -H "Authorization: Token ${token ?? IN_SHELL}" ${self(origin)}`,
      },
    ],
  },
  {
    id: "shell",
    label: "Shell",
    note: "For bash and zsh. Paste the token at the prompt: it is not displayed and stays out of the shell history and the process list.",
    parts: ({ origin }) => [
      { label: PROMPT_LABEL, text: asked("ROOST_TOKEN") },
      { label: "Request", text: `${REQUEST} | curl -H @- ${self(origin)}` },
    ],
  },
  {
    id: "env",
    label: ".env",
    note: "For `node --env-file`, `docker run --env-file` and other tools that read .env files. Mode 600 makes it readable only by you. Keep it out of version control.",
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
    note: "Keeps the header in a file that only you can read (mode 600). `.netrc` does not work: the API does not accept basic authentication.",
    parts: ({ token, origin, name }) => [
      secretFile(`${fileName(name)}.curlrc`, [
        `header = "Authorization: Token ${token ?? "<your token>"}"`,
      ]),
      closing(`${fileName(name)}.curlrc`),
      {
        label: "Request",
        text: `curl -K ${fileName(name)}.curlrc ${self(origin)}`,
      },
    ],
  },
  {
    id: "terraform",
    label: "Terraform",
    note: "NetBird's provider manages users, groups and tokens of Roost. Use a token with the role Admin; it is read from the environment and stored in no file.",
    parts: ({ origin }) => [
      { label: "Provider block", text: terraform(origin) },
      { label: PROMPT_LABEL, text: asked("TF_VAR_roost_token") },
    ],
  },
  {
    id: "github",
    label: "GitHub",
    note: "Run inside the repository. Paste the token when `gh secret set` prompts for it. Secrets are masked in logs.",
    parts: ({ origin }) => [
      {
        label: "Variable and secret",
        text: `gh variable set ROOST_URL --body ${shellWord(origin)}\ngh secret set ROOST_TOKEN`,
      },
      { label: "Workflow step", text: GITHUB_STEP },
    ],
  },
  {
    id: "gitlab",
    label: "GitLab",
    note: "Run inside the project. Paste the token at the prompt. Masked variables do not appear in logs. The job's image needs curl.",
    parts: ({ origin }) => [
      {
        label: "URL variable",
        text: `glab variable set ROOST_URL ${shellWord(origin)}`,
      },
      {
        label: "Token variable",
        text: `printf 'Token: ' && read -rs ROOST_TOKEN && printf %s "${IN_SHELL}" | glab variable set ROOST_TOKEN --masked; unset ROOST_TOKEN`,
      },
      { label: "Job for .gitlab-ci.yml", text: GITLAB_JOB },
    ],
  },
  {
    id: "ansible",
    label: "Ansible",
    note: "Prompts for the vault password and the token, and appends the token encrypted. `no_log` keeps the header out of the output.",
    parts: ({ origin }) => [
      {
        label: "Vault command",
        text: "mkdir -p group_vars/all && ansible-vault encrypt_string --ask-vault-pass --prompt --name roost_token >>group_vars/all/roost.yml",
      },
      { label: "Task", text: ansibleTask(origin) },
    ],
  },
  {
    id: "python",
    label: "Python",
    note: "Standard library only. The token is read from the environment.",
    parts: ({ origin }) => [
      { label: PROMPT_LABEL, text: asked("ROOST_TOKEN") },
      { label: "Script", text: python(origin) },
    ],
  },
];

const self = (origin: string) => shellWord(`${origin}${SELF_PATH}`);

/** Prompts for the token. One line of its own: lines pasted below would be read as the answer. */
const asked = (variable: string) =>
  `printf 'Token: ' && read -rs ${variable} && export ${variable}`;

const secretFile = (file: string, lines: string[]): SnippetPart => ({
  label: file,
  text: `${lines.join("\n")}\n`,
  file,
});

const closing = (file: string): SnippetPart => ({
  label: "Permissions",
  text: `chmod 600 ${file}`,
});
