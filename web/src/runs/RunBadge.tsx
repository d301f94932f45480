import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { Badge, type Tone } from "../ui/Note.tsx";
import type { Run, RunCustomer, RunDraft } from "./useRun.ts";

type Words = readonly [Tone, MessageDescriptor];

const RUNS: Record<Run["state"], Words> = {
  planning: ["info", msg`Begins`],
  drafting: ["info", msg`Drafting`],
  issuing: ["info", msg`Issuing`],
  finished: ["ok", msg`Done`],
  cancelled: ["warn", msg`Cancelled`],
};
const OUTCOMES: Record<RunCustomer["outcome"], Words> = {
  waiting: ["neutral", msg`Waits`],
  drafted: ["ok", msg`Drafted`],
  nothing: ["neutral", msg`Nothing to bill`],
  failed: ["danger", msg`Not drafted`],
  cancelled: ["warn", msg`Cancelled`],
};
const DRAFTS: Record<RunDraft["state"], Words> = {
  draft: ["neutral", msg`Draft`],
  issuing: ["info", msg`Is being issued`],
  issued: ["ok", msg`Issued`],
  failed: ["danger", msg`Not issued`],
  discarded: ["neutral", msg`Discarded`],
};

/** How far a run is. */
export function RunBadge({ state }: { readonly state: Run["state"] }) {
  return <Said words={RUNS[state]} />;
}

/** What came of a customer. */
export function OutcomeBadge({ outcome }: { readonly outcome: RunCustomer["outcome"] }) {
  return <Said words={OUTCOMES[outcome]} />;
}

/** What became of a draft. */
export function DraftBadge({ state }: { readonly state: RunDraft["state"] }) {
  return <Said words={DRAFTS[state]} />;
}

function Said({ words }: { readonly words: Words }) {
  const { _ } = useLingui();
  return <Badge tone={words[0]}>{_(words[1])}</Badge>;
}
