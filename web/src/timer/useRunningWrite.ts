import { useLingui } from "@lingui/react";
import { problemWords } from "../api/problemWords.ts";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Running } from "../offline/change.ts";
import { toast } from "../ui/toasts.ts";

type Verb = "pause" | "resume" | "confirm";

/** What is done with the running timer at the server, and needs a network. */
export function useRunningWrite(running: Running) {
  const { i18n } = useLingui();
  const body = { entry_id: running.entry_id };
  return useWrite((verb: Verb) => data(timer.POST(`/v1/timer/${verb}`, { body })), {
    refresh: ["timer"],
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
}
