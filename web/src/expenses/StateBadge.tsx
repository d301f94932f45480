import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { Badge, type Tone } from "../ui/Note.tsx";
import type { State } from "./expense.ts";

const WORDS: Record<State, readonly [Tone, MessageDescriptor]> = {
  submitted: ["info", msg`Waits for approval`],
  rejected: ["danger", msg`Rejected`],
  approved: ["ok", msg`Approved, not billed`],
  ready: ["warn", msg`Ready to bill`],
  drafted: ["info", msg`On a draft`],
  billed: ["ok", msg`Billed`],
};

/** How far an expense is. */
export function StateBadge({ state }: { readonly state: State }) {
  const { _ } = useLingui();
  const [tone, words] = WORDS[state];
  return <Badge tone={tone}>{_(words)}</Badge>;
}
