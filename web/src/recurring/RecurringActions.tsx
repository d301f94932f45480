import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useNavigate } from "react-router";
import { problemWords } from "../api/problemWords.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { FormActions } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";
import { pause, type Recurring, remove, resume } from "./recurring.ts";

interface Props {
  readonly one: Recurring;
}

/** What can be done with it as it stands. */
export function RecurringActions({ one }: Props) {
  if (!useMay()("change-invoices")) return null;
  return (
    <>
      {!one.covered_until && <Delete one={one} />}
      {one.state === "active" && <Pause one={one} />}
      <ButtonLink to={paths.editRecurringInvoice(one.id)}>
        <Trans>Change</Trans>
      </ButtonLink>
      {one.state === "paused" && <Resume one={one} />}
    </>
  );
}

function Pause({ one }: Props) {
  const { t, i18n } = useLingui();
  const write = useWrite(() => pause(one), {
    refresh: ["invoicing"],
    onDone: () => toast(t`Paused. Nothing is made until it goes on.`),
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <Button busy={write.running} onClick={() => void write.run(undefined)}>
      {t`Pause it`}
    </Button>
  );
}

function Resume({ one }: Props) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const write = useWrite((catchUp: boolean) => resume(one, catchUp), {
    refresh: ["invoicing"],
    onDone: () => toast(t`It goes on.`),
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
  const act = (catchUp: boolean) => {
    setOpen(false);
    void write.run(catchUp);
  };
  return (
    <>
      <Button look="primary" busy={write.running} onClick={() => setOpen(true)}>
        {t`Resume…`}
      </Button>
      <Dialog title={t`Resume`} open={open} onClose={() => setOpen(false)}>
        <p>{t`Invoices whose day came while it was paused were not made. Skipped ones can be made one by one.`}</p>
        <FormActions>
          <Button look="primary" onClick={() => act(false)}>{t`Skip what was missed`}</Button>
          <Button onClick={() => act(true)}>{t`Make all that was missed`}</Button>
        </FormActions>
      </Dialog>
    </>
  );
}

function Delete({ one }: Props) {
  const { t, i18n } = useLingui();
  const go = useNavigate();
  const write = useWrite(() => remove(one), {
    refresh: ["invoicing"],
    onDone: () => {
      toast(t`The recurring invoice is deleted.`);
      void go(paths.recurringInvoices);
    },
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <ConfirmButton
      title={t`Delete this recurring invoice?`}
      consequence={t`Nothing was made of it, so nobody misses it.`}
      confirm={t`Delete it`}
      onConfirm={() => void write.run(undefined)}
      busy={write.running}
    >
      {t`Delete`}
    </ConfirmButton>
  );
}
