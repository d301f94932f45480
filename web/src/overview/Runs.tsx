import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";
import { isUnanswered, isUnderWay, type Run } from "./reconciliations.ts";

/** The latest comparisons; each that found something leads to what. */
export function Runs({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useLingui();
  const { count, moment } = useFormats();
  const nameOf = useMemberName();
  const columns: readonly Column<Run>[] = [
    { key: "at", head: t`When`, main: true, cell: ({ asked_at }) => moment(asked_at, browserZone()) },
    { key: "by", head: t`Who`, cell: ({ asked_by: by }) => (by === null ? t`Every day` : nameOf(by)) },
    { key: "entries", head: t`Entries`, align: "end", cell: ({ entries }) => count(entries) },
    { key: "time", head: t`Time`, align: "end", cell: ({ seconds }) => <Duration seconds={seconds} /> },
    { key: "found", head: t`Found`, cell: (run) => <Outcome run={run} /> },
  ];
  return (
    <Section title={t`Latest comparisons`}>
      <DataTable label={t`Latest comparisons`} columns={columns} rows={runs} rowKey={({ id }) => id} />
    </Section>
  );
}

function Outcome({ run }: { readonly run: Run }) {
  const { id, found } = run;
  if (isUnderWay(run))
    return (
      <Badge tone="info">
        <Trans>Under way</Trans>
      </Badge>
    );
  if (found === 0 && isUnanswered(run))
    return (
      <Badge tone="warn">
        <Trans>No answer</Trans>
      </Badge>
    );
  if (found === 0)
    return (
      <Badge tone="ok">
        <Trans>All agree</Trans>
      </Badge>
    );
  return (
    <Link to={withQuery(paths.overview, { figures: id })}>
      <Plural value={found} one="# difference" other="# differences" />
    </Link>
  );
}
