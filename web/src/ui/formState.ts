import { createContext, use } from "react";

/** The reasons of the last refusal by field, and which of the fields on screen have shown theirs. */
export interface FormState {
  readonly reasons: ReadonlyMap<string, string>;
}

export const FormContext = createContext<FormState>({ reasons: new Map() });

/** The reason for `name`, or for a part of it (`address_lines.0` for `address_lines`). */
export function useFieldReason(name: string): string | undefined {
  const { reasons } = use(FormContext);
  return reasonFor(reasons, name);
}

export function reasonFor(reasons: ReadonlyMap<string, string>, name: string): string | undefined {
  if (reasons.has(name)) return reasons.get(name);
  for (const [field, reason] of reasons) if (field.startsWith(`${name}.`)) return reason;
  return undefined;
}

/** The refused fields for which no control is on screen: their reasons are listed above the form. */
export function homeless(reasons: ReadonlyMap<string, string>, names: readonly string[]): [string, string][] {
  const covers = (name: string, field: string) => field === name || field.startsWith(`${name}.`);
  return [...reasons].filter(([field]) => !names.some((name) => covers(name, field)));
}
