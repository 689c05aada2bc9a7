/** This process's environment with these variables added, for a child process. */
export function childEnvironment(added: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}
