import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { Badge, type Tone } from "../ui/Note.tsx";
import type { State } from "./quote.ts";

const STATES: Record<State, readonly [Tone, MessageDescriptor]> = {
  draft: ["neutral", msg`Draft`],
  sent: ["info", msg`Sent`],
  expired: ["warn", msg`Expired`],
  accepted: ["ok", msg`Accepted`],
  declined: ["danger", msg`Declined`],
  withdrawn: ["neutral", msg`Withdrawn`],
};

/** How a quote stands. */
export function StateBadge({ state }: { readonly state: State }) {
  const { _ } = useLingui();
  const [tone, words] = STATES[state];
  return <Badge tone={tone}>{_(words)}</Badge>;
}
