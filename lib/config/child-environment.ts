/** The variables of this process with these added, for a program that it starts. */
export function childEnvironment(added: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...added };
}
