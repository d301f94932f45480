import { useLingui } from "@lingui/react/macro";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { toast } from "../ui/toasts.ts";
import type { Item } from "./items.ts";
import { useRefusalWords } from "./useRefusalWords.ts";

/** Starts the timer on an item; one that runs is stopped first. */
export function useStart(item: Item) {
  const { t } = useLingui();
  const words = useRefusalWords();
  return useWrite(() => data(timer.POST("/v1/timer/start", { body: { [`${item.kind}_id`]: item.id } })), {
    refresh: ["timer"],
    onDone: () => toast(t`The timer runs on ${item.name}`),
    onRefused: (problem) => toast(words(problem), { tone: "danger" }),
  });
}
