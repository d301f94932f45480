import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { ReminderStepDialog } from "./ReminderStepDialog.tsx";
import type { ReminderSettings, ReminderStep } from "./reminderSteps.ts";
import { useStepName } from "./useStepName.ts";

type Open = ReminderStep | "new" | null;

/** The reminders that an invoice gets, one after the other. */
export function ReminderSteps({ settings }: { readonly settings: ReminderSettings }) {
  const { t } = useLingui();
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const columns = useColumns(setOpen);
  return (
    <Section title={t`Which reminders an invoice gets`}>
      <DataTable label={t`Reminders`} columns={columns} rows={settings.steps} rowKey={({ id }) => id} />
      <div className="row">
        <Button off={may.not("change-invoices")} onClick={() => setOpen("new")}>
          <Trans>New reminder</Trans>
        </Button>
      </div>
      {open && (
        <ReminderStepDialog
          settings={settings}
          step={open === "new" ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

function useColumns(onEdit: (step: ReminderStep) => void): Column<ReminderStep>[] {
  const { t, i18n } = useLingui();
  const name = useStepName();
  const off = useMay().not("change-invoices");
  return [
    { key: "when", head: t`When`, main: true, cell: ({ days }) => name(days) },
    {
      key: "subject",
      head: t`Subject`,
      cell: ({ texts }) => texts.find(({ language }) => language === i18n.locale)?.subject ?? null,
    },
    {
      key: "fee",
      head: t`Fee`,
      align: "end",
      cell: ({ fee }) => (fee ? <Money value={fee} /> : null),
    },
    {
      key: "state",
      head: t`State`,
      cell: ({ on }) => (on ? <Badge tone="ok">{t`Switched on`}</Badge> : <Badge>{t`Switched off`}</Badge>),
    },
    {
      key: "acts",
      head: t`Change`,
      acts: true,
      align: "end",
      cell: (step) => {
        const when = name(step.days);
        return (
          <Button small off={off} aria-label={t`Edit: ${when}`} onClick={() => onEdit(step)}>
            <Trans>Edit</Trans>
          </Button>
        );
      },
    },
  ];
}
