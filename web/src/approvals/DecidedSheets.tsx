import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { browserZone, today } from "../time/clock.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Duration } from "../ui/Money.tsx";
import { StateBadge } from "./StateBadge.tsx";
import { decidedQuery, type Sheet } from "./sheets.ts";
import { useWeekWords } from "./useWeekWords.ts";
import { WeekOfSheet } from "./WeekOfSheet.tsx";

/** Weeks of the last two months that were approved, or rejected and not handed in again yet. */
export function DecidedSheets({ agent }: { readonly agent: string | null }) {
  const { t } = useLingui();
  const decided = useQuery(decidedQuery(today()));
  return (
    <QueryView query={decided}>
      {(sheets) => {
        const shown = sheets.filter((sheet) => !agent || sheet.agent_id === agent);
        if (shown.length === 0) return <EmptyState title={t`Nothing was decided in the last eight weeks.`} />;
        return <DecidedTable sheets={shown} />;
      }}
    </QueryView>
  );
}

function DecidedTable({ sheets }: { readonly sheets: readonly Sheet[] }) {
  const { t } = useLingui();
  const name = useName("agents");
  const week = useWeekWords();
  const { moment } = useFormats();
  const columns: Column<Sheet>[] = [
    {
      key: "person",
      head: t`Person`,
      main: true,
      cell: (sheet) => (
        <Link to={paths.sheet(sheet.id)}>
          {name(sheet.agent_id)}
          <span className="visually-hidden">, {week.short(sheet)}</span>
        </Link>
      ),
    },
    {
      key: "week",
      head: t`Period`,
      cell: (sheet) => <WeekOfSheet sheet={sheet} />,
    },
    {
      key: "state",
      head: t`Decision`,
      cell: (sheet) => (
        <span className="row">
          <StateBadge sheet={sheet} />
          {sheet.rejected_because && <span className="small">{sheet.rejected_because}</span>}
        </span>
      ),
    },
    { key: "total", head: t`Total`, align: "end", cell: ({ seconds }) => <Duration seconds={seconds} /> },
    {
      key: "when",
      head: t`When`,
      wide: true,
      cell: ({ approved_at }) =>
        approved_at ? moment(approved_at, browserZone()) : <Trans>Waits to be handed in again</Trans>,
    },
  ];
  return <DataTable label={t`Decided timesheets`} columns={columns} rows={sheets} rowKey={({ id }) => id} />;
}
