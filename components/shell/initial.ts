/** The first letter of a name for its avatar, also if it consists of several code units. */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter("en").segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase("en");
}
