/** What a `FlagField` holds, as the API takes it. */
export function flagOf(chosen: string | undefined): boolean | null {
  return chosen ? chosen === "true" : null;
}
