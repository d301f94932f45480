/** The kind of problem that a reason of a single entry begins with: `timesheet-closed: …`. Others say what a field lacks. */
export function kindOfReason(reason: string): string | null {
  return /^(?<kind>[a-z]+(?:-[a-z]+)+): /.exec(reason)?.groups?.kind ?? null;
}
