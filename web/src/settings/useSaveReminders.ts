import { useLingui } from "@lingui/react/macro";
import { notifier } from "../api/notifier.ts";
import { data, ifMatch } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { toast } from "../ui/toasts.ts";
import { bodyOf, type ReminderSettings } from "./reminderSteps.ts";

type Change = Parameters<typeof bodyOf>[1];

/** Saves the settings of reminders with what changes. */
export function useSaveReminders(settings: ReminderSettings, onDone?: () => void) {
  const { t } = useLingui();
  return useWrite(
    (change: Change) =>
      data(
        notifier.PUT("/v1/reminder-settings", {
          params: { header: ifMatch(settings) },
          body: bodyOf(settings, change),
        }),
      ),
    {
      refresh: ["notifier"],
      onDone: () => {
        toast(t`Saved.`);
        onDone?.();
      },
    },
  );
}
