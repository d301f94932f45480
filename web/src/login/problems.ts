import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { kindOf, type Problem, problemOfKind } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";

/** Why a log-in failed, and what helps. */
const WORDS: Record<string, MessageDescriptor> = {
  "log-in-link-unknown": msg`This link does not work. Ask for a new one.`,
  "log-in-link-used": msg`This link was used before. Ask for a new one.`,
  "log-in-link-expired": msg`This link is too old. Ask for a new one.`,
  "log-in-link-of-another-browser": msg`This link works only in the browser that asked for it. Open it there, or ask for a link here.`,
  "too-many-log-ins": msg`Links were asked for too often. Wait a quarter of an hour.`,
  "no-membership": msg`You are not a member of any account. Ask to be invited.`,
  "provider-refused": msg`The log-in provider did not say who you are.`,
  "passkey-refused": msg`This passkey is not known here.`,
  "passkey-cancelled": msg`No passkey was used. Try again, or ask for a link.`,
  "invitation-ended": msg`This invitation works no longer. Ask for a new one.`,
  "invitation-for-another-address": msg`This invitation is for another e-mail address. Log out, and open it again.`,
};

/** A problem of a log-in as forms and notes show it. */
export function useLogInRefusal(problem: Problem | null) {
  const { _ } = useLingui();
  const refusal = useRefusal(problem);
  const known = problem && WORDS[kindOf(problem)];
  return refusal && known ? { ...refusal, message: _(known) } : refusal;
}

/** The problem that the address names, after a way through another site. */
export function problemInAddress(slug: string | null): Problem | null {
  return slug && slug in WORDS ? problemOfKind(slug) : null;
}
