import { type FieldError, kindOf, type Problem } from "../api/problem.ts";

/** Why there is no timesheet, where more can be said than one sentence. */
export type Refused =
  /** `waiting`: entries that lack nothing but approval. */
  | { readonly kind: "no-time"; readonly waiting: number }
  | { readonly kind: "too-many" }
  /** `entries`: ids of those with the character; `others`: what else has it, such as `seller`. */
  | {
      readonly kind: "unprintable";
      readonly character: string;
      readonly entries: readonly string[];
      readonly others: readonly string[];
    };

export function refusedBy(problem: Problem): Refused | null {
  switch (kindOf(problem)) {
    case "no-time-to-sign":
      return { kind: "no-time", waiting: Number(found(problem.detail, /(\d+) entries are not approved/)) };
    case "too-many-entries":
      return { kind: "too-many" };
    case "text-not-printable":
      return unprintable(problem.errors ?? []);
    default:
      return null;
  }
}

function unprintable(errors: readonly FieldError[]): Refused {
  const entries = errors.map(({ field }) => found(field, /^time_entries\.([^.]+)/)).filter(Boolean);
  return {
    kind: "unprintable",
    character: found(errors[0]?.reason, /character (.+)$/),
    entries: [...new Set(entries)],
    others: errors.map(({ field }) => field).filter((field) => !field.startsWith("time_entries.")),
  };
}

/** What the group of a pattern finds; nothing where it does not fit. */
function found(text: string | undefined, pattern: RegExp): string {
  return pattern.exec(text ?? "")?.[1] ?? "";
}
