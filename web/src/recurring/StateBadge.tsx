import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { Badge, type Tone } from "../ui/Note.tsx";
import type { Period, State } from "./recurring.ts";

const STATES: Record<State | Period["state"], readonly [Tone, MessageDescriptor]> = {
  active: ["ok", msg`Active`],
  paused: ["warn", msg`Paused`],
  ended: ["neutral", msg`Ended`],
  draft: ["info", msg`Draft`],
  issuing: ["info", msg`Being issued`],
  issued: ["ok", msg`Issued`],
  refused: ["danger", msg`Not issued`],
  discarded: ["neutral", msg`Draft deleted`],
  failed: ["danger", msg`Not made`],
  skipped: ["neutral", msg`Skipped`],
};

/** How a recurring invoice stands, or what came of a period of it. */
export function StateBadge({ state }: { readonly state: State | Period["state"] }) {
  const { _ } = useLingui();
  const [tone, words] = STATES[state];
  return <Badge tone={tone}>{_(words)}</Badge>;
}
