import type { Tone } from "../ui/Note.tsx";
import type { Happening } from "./invoice.ts";

const TONES: Partial<Record<Happening["kind"], Tone>> = {
  sent: "ok",
  "handed-over": "ok",
  "not-sent": "danger",
  "maybe-sent": "warn",
  "not-copied": "danger",
  overdue: "danger",
  paid: "ok",
  "payment-reversed": "warn",
  "allocation-taken-back": "warn",
  credited: "warn",
  disputed: "warn",
  "dispute-resolved": "ok",
  "memo-not-copied": "danger",
  "credit-note-not-sent": "danger",
  "credit-note-maybe-sent": "warn",
  "not-reminded": "danger",
  "maybe-reminded": "warn",
};

/** Whether something that happened is good, bad, or neither. */
export function toneOf(kind: Happening["kind"]): Tone {
  return TONES[kind] ?? "neutral";
}
