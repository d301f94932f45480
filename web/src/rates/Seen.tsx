import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import { formatDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { FormActions } from "../ui/Form.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { toast } from "../ui/toasts.ts";
import { ActList } from "./ActList.tsx";
import { apply, type Figures, type Preview } from "./changes.ts";
import { DraftsConcerned } from "./DraftsConcerned.tsx";
import styles from "./Rates.module.css";
import { useRuleWords } from "./useRuleWords.ts";

interface Props {
  readonly preview: Preview;
  /** To the form, to change something or to look again. */
  readonly back: () => void;
  readonly done: () => void;
}

/** What a change would do; it is done by the button below, just as it is seen. */
export function Seen({ preview, back, done }: Props) {
  const { t } = useLingui();
  const { figures, kind } = preview;
  const words = useRuleWords(kind);
  const save = useWrite(() => apply(preview), {
    refresh: ["rates", "invoicing"],
    onDone: () => {
      toast(words.changed);
      done();
    },
  });
  return (
    <div className="stack">
      <ActList acts={preview.acts} />
      {kind === "rate" ? <Sum figures={figures} /> : <CostSum figures={figures} />}
      <Differences figures={figures} />
      {kind === "rate" ? <Warnings figures={figures} /> : <UnderWay figures={figures} />}
      {kind === "rate" && (
        <DraftsConcerned customers={figures.customers.flatMap((one) => one.organization_id ?? [])} />
      )}
      <ProblemNote problem={save.problem} />
      <FormActions>
        <Button look="primary" busy={save.running} onClick={() => void save.run(undefined)}>
          {words.changeSo}
        </Button>
        <Button onClick={back}>{t`Back`}</Button>
      </FormActions>
    </div>
  );
}

function CostSum({ figures: { changed, looked_at, totals } }: { readonly figures: Figures }) {
  if (changed.entries === 0) {
    return (
      <p role="status">
        <Trans>No time costs anything else.</Trans>
      </p>
    );
  }
  return (
    <div role="status" className="stack">
      <p>
        <Plural
          value={changed.entries}
          one="# entry costs something else"
          other="# entries cost something else"
        />
        : <Trans>{formatDuration(changed.seconds)} hours</Trans>{" "}
        <span className="muted">
          <Trans>of {formatDuration(looked_at.seconds)} of this work, billed or not</Trans>
        </span>
      </p>
      <Totals totals={totals} />
    </div>
  );
}

function Sum({ figures: { changed, looked_at, totals } }: { readonly figures: Figures }) {
  if (changed.entries === 0) {
    return (
      <p role="status">
        <Trans>No time that is logged and not billed gets another price.</Trans>
      </p>
    );
  }
  return (
    <div role="status" className="stack">
      <p>
        <Plural
          value={changed.entries}
          one="# entry gets another price"
          other="# entries get another price"
        />
        : <Trans>{formatDuration(changed.seconds)} hours</Trans>{" "}
        <span className="muted">
          <Trans>of {formatDuration(looked_at.seconds)} that are not billed</Trans>
        </span>
      </p>
      <Totals totals={totals} />
    </div>
  );
}

function Totals({ totals }: Pick<Figures, "totals">) {
  return totals.map(({ before, after, true_ups }) => (
    <div key={before.currency}>
      <BeforeAfter before={before} after={after} />
      {true_ups && (
        <p className="muted">
          <Trans>Beside it, what is missing of agreed minimums:</Trans>{" "}
          <BeforeAfter before={true_ups.before} after={true_ups.after} />
        </p>
      )}
    </div>
  ));
}

type Difference = Figures["totals"][number];

function BeforeAfter({ before, after }: Pick<Difference, "before" | "after">) {
  return (
    <span className={styles.change}>
      <Money value={before} /> <span aria-hidden="true">→</span>
      <span className="visually-hidden">
        <Trans>becomes</Trans>
      </span>{" "}
      <Money value={after} strong />
    </span>
  );
}

function Differences({ figures: { customers } }: { readonly figures: Figures }) {
  const { t } = useLingui();
  const name = useName("organizations");
  if (customers.length === 0) return null;
  return (
    <DataTable
      label={t`Customers, before and after`}
      rows={customers}
      rowKey={(row) => `${row.organization_id} ${row.before.currency}`}
      columns={[
        {
          key: "customer",
          head: t`Customer`,
          main: true,
          cell: (row) => (row.organization_id ? name(row.organization_id) : t`without a customer`),
        },
        { key: "time", head: t`Time`, align: "end", cell: (row) => <Duration seconds={row.seconds} /> },
        { key: "before", head: t`Before`, align: "end", cell: (row) => <Money value={row.before} /> },
        { key: "after", head: t`After`, align: "end", cell: (row) => <Money value={row.after} strong /> },
      ]}
    />
  );
}

function Warnings({ figures }: { readonly figures: Figures }) {
  const { newly_unpriced, newly_priced, billed } = figures;
  return (
    <>
      {newly_unpriced.entries > 0 && (
        <Note tone="warn">
          <p>
            <Trans>
              {formatDuration(newly_unpriced.seconds)} hours would have no price any more: no rate covers
              them.
            </Trans>
          </p>
        </Note>
      )}
      {newly_priced.entries > 0 && (
        <p>
          <Trans>{formatDuration(newly_priced.seconds)} hours that have no price now get one.</Trans>
        </p>
      )}
      {billed.entries > 0 && (
        <p className="muted">
          <Trans>
            {formatDuration(billed.seconds)} hours of the same work are billed and keep their price.
          </Trans>
        </p>
      )}
      <UnderWay figures={figures} />
    </>
  );
}

function UnderWay({ figures: { repricing } }: { readonly figures: Figures }) {
  if (!repricing) return null;
  return (
    <Note tone="info">
      <p>
        <Trans>Earlier changes are still being worked off, so these figures may move.</Trans>
      </p>
    </Note>
  );
}
