import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import type { PagesOptions } from "../api/service.ts";
import { usePages } from "../api/usePages.ts";
import { refreshServices, useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { ActList } from "./ActList.tsx";
import { type Change, changeOf, type Given, type Preview, share, undo } from "./changes.ts";
import type { Kind } from "./rates.ts";
import { Seen } from "./Seen.tsx";
import { useRuleWords } from "./useRuleWords.ts";

const POLL_MILLISECONDS = 1000;

/** What was changed, what its preview said, and how far it is; each can be undone. */
export function Changes({ kind }: { readonly kind: Kind }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const words = useRuleWords(kind);
  const list = useChanges(kind);
  useProgress(list.items);
  if (list.items.length === 0) return null;
  return (
    <Section title={t`Changes`}>
      <DataTable
        label={words.changes}
        rows={list.items}
        rowKey={(change) => change.id}
        columns={[
          {
            key: "at",
            head: t`When`,
            main: true,
            cell: (change) => moment(change.applied_at, browserZone()),
          },
          {
            key: "what",
            head: t`What`,
            cell: (change) => <ActList acts={change.acts} total={change.acts_total} />,
          },
          {
            key: "money",
            head: t`Before and after`,
            align: "end",
            cell: (change) => <BeforeAfter change={change} />,
          },
          { key: "state", head: t`State`, cell: (change) => <Standing change={change} /> },
          { key: "acts", head: t`Undo`, acts: true, cell: (change) => <Undo change={change} /> },
        ]}
      />
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function useChanges(kind: Kind) {
  const asked = { params: { query: { limit: 10 } } };
  const pages =
    kind === "rate" ? rates.pages("/v1/rate-changes", asked) : rates.pages("/v1/cost-changes", asked);
  const read = usePages(pages as PagesOptions<Given>);
  return { ...read, items: read.items.map((given): Change => changeOf(kind, given)) };
}

/** While time gets its new prices the list is read again, and at the end all that shows money. */
function useProgress(changes: readonly Change[]) {
  const client = useQueryClient();
  const underWay = changes.some(({ progress }) => progress.finished_at === null);
  useEffect(() => {
    if (!underWay) return;
    const again = setInterval(() => void refreshServices(client, ["rates"]), POLL_MILLISECONDS);
    return () => {
      clearInterval(again);
      void refreshServices(client, ["rates", "invoicing"]);
    };
  }, [underWay, client]);
}

function BeforeAfter({ change: { figures } }: { readonly change: Change }) {
  if (figures.totals.length === 0) return <span className="muted">–</span>;
  return figures.totals.map(({ before, after }) => (
    <div key={before.currency}>
      <Money value={before} /> <span aria-hidden="true">→</span> <Money value={after} />
    </div>
  ));
}

function Standing({ change: { progress, undone_by, undoes } }: { readonly change: Change }) {
  const { percent } = useFormats();
  if (progress.finished_at === null) {
    return (
      <Badge tone="info">
        <Trans>Pricing: {percent(String(Math.round(share(progress) * 100)))}</Trans>
      </Badge>
    );
  }
  if (undone_by) {
    return (
      <Badge>
        <Trans>Undone</Trans>
      </Badge>
    );
  }
  return <Badge tone="ok">{undoes ? <Trans>Done: undid a change</Trans> : <Trans>Done</Trans>}</Badge>;
}

function Undo({ change }: { readonly change: Change }) {
  const { t } = useLingui();
  const may = useMay();
  const [seen, setSeen] = useState<Preview | null>(null);
  const look = useWrite(() => undo(change.kind, change.id), { refresh: [], onDone: setSeen });
  const close = () => setSeen(null);
  const words = useRuleWords(change.kind);
  if (change.undone_by || !may(words.change)) return null;
  return (
    <>
      <Button small look="quiet" busy={look.running} onClick={() => void look.run(undefined)}>
        <Trans>Undo…</Trans>
      </Button>
      <ProblemNote problem={look.problem} />
      <Dialog title={t`Undo this change?`} open={seen !== null} onClose={close}>
        {seen && <Seen preview={seen} back={close} done={close} />}
      </Dialog>
    </>
  );
}
