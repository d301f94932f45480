import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { asProblem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { Note } from "../ui/Note.tsx";
import { useSettled } from "../ui/useSettled.ts";
import type { LineText } from "./lineTexts.ts";

/** How a line would read with the text that is being typed, or why there can be no such text. */
export function Example({ group_by, language, text }: LineText) {
  const { t, i18n } = useLingui();
  const own = i18n.locale === "da" ? "da" : "en";
  const settled = useSettled(text.trim(), 250);
  const query = { group_by, language: language ?? own, text: settled };
  const example = useQuery({
    ...invoicing.query("/v1/settings/line-text-example", { params: { query } }),
    enabled: settled !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  const refusal = useRefusal(example.error ? asProblem(example.error) : null);
  if (!settled) return null;
  const wrong = refusal && (refusal.reasons.get("text") ?? refusal.message);
  return (
    <Note tone={wrong ? "warn" : "neutral"}>
      <p aria-live="polite">{wrong ?? t`For example: ${example.data?.description ?? "…"}`}</p>
    </Note>
  );
}
