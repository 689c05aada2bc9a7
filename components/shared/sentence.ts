/** The server's message as a sentence: "name can't be blank" becomes "Name can't be blank." */
export function sentence(message: string): string {
  const text = message.trim();
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
