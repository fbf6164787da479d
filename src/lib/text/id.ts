/** The number of a row as an address or a form has it; 0, which no row has, where it is none. */
export function idOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
