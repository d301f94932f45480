import { Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { TextField } from "../ui/Field.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { ActDialog } from "./ActDialog.tsx";
import { Amount } from "./Amount.tsx";
import { type Agreement, type Milestone, reach } from "./agreement.ts";

interface Props {
  readonly agreement: Agreement;
}

/** The parts of a fixed price: which are reached, and so can be billed. */
export function Milestones({ agreement }: Props) {
  const { t } = useLingui();
  const { day } = useFormats();
  return (
    <Section title={t`Parts`}>
      <DataTable
        label={t`Parts`}
        rows={agreement.milestones}
        rowKey={({ id }) => id}
        columns={[
          { key: "name", head: t`Part`, main: true, cell: ({ name }) => name },
          {
            key: "amount",
            head: t`Price`,
            align: "end",
            cell: ({ amount }) => <Amount amount={amount} currency={agreement.currency} />,
          },
          {
            key: "reached",
            head: t`State`,
            cell: ({ reached_on }) =>
              reached_on ? <Badge tone="ok">{t`Reached ${day(reached_on)}`}</Badge> : t`Not reached`,
          },
          {
            key: "acts",
            head: t`Change`,
            acts: true,
            cell: (milestone) => <Acts agreement={agreement} milestone={milestone} />,
          },
        ]}
      />
      <Reach agreement={agreement} />
    </Section>
  );
}

function Acts({ agreement, milestone }: Props & { readonly milestone: Milestone }) {
  const off = useMay().not("manage-work");
  const [, ask] = useAsked();
  const undo = useWrite(() => reach(agreement, milestone, null), { refresh: ["rates", "invoicing"] });
  if (!milestone.reached_on)
    return (
      <Button small off={off} onClick={() => ask({ reach: milestone.id })}>
        <Trans>Reached…</Trans>
      </Button>
    );
  return (
    <>
      <Button small look="quiet" off={off} busy={undo.running} onClick={() => void undo.run(undefined)}>
        <Trans>Not reached after all</Trans>
      </Button>
      <ProblemNote problem={undo.problem} />
    </>
  );
}

function Reach({ agreement }: Props) {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const milestone = agreement.milestones.find(({ id }) => id === asked("reach"));
  if (!milestone) return null;
  return (
    <ActDialog
      title={milestone.name}
      act={t`It is reached`}
      done={t`The part is reached. It comes onto the next draft.`}
      change={({ reached_on }) => reach(agreement, milestone, reached_on || null)}
      onClose={() => ask({ reach: null })}
    >
      <TextField label={t`Reached on`} name="reached_on" type="date" defaultValue={today()} />
    </ActDialog>
  );
}
