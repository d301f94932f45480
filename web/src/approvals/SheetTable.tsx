import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { localDay } from "../time/workDate.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { SheetFlags } from "./FlagBadges.tsx";
import type { Review } from "./review.ts";
import { useWeekWords } from "./useWeekWords.ts";
import { WeekOfSheet } from "./WeekOfSheet.tsx";

interface Props {
  readonly label: string;
  readonly reviews: readonly Review[];
  readonly agent: string | null;
  /** Shows what is odd. */
  readonly flagged?: boolean;
}

/** Waiting sheets, each a link to what is in it. */
export function SheetTable({ label, reviews, agent, flagged }: Props) {
  const { t } = useLingui();
  const name = useName("agents");
  const week = useWeekWords();
  const { day } = useFormats();
  const columns: Column<Review>[] = [
    {
      key: "person",
      head: t`Person`,
      main: true,
      cell: ({ sheet }) => (
        <Link to={withQuery(paths.sheet(sheet.id), { agent })}>
          {name(sheet.agent_id)}
          <span className="visually-hidden">, {week.short(sheet)}</span>
        </Link>
      ),
    },
    {
      key: "week",
      head: t`Period`,
      cell: ({ sheet }) => <WeekOfSheet sheet={sheet} />,
    },
    ...(flagged ? [{ key: "flags", head: t`What is odd`, cell: oddities }] : []),
    {
      key: "billable",
      head: t`Billable`,
      align: "end",
      wide: true,
      cell: ({ sheet }) => <Duration seconds={sheet.billable_seconds} />,
    },
    { key: "total", head: t`Total`, align: "end", cell: ({ sheet }) => <Duration seconds={sheet.seconds} /> },
    {
      key: "submitted",
      head: t`Handed in`,
      wide: true,
      cell: ({ sheet }) => sheet.submitted_at && day(localDay(sheet.submitted_at, browserZone())),
    },
  ];
  return <DataTable label={label} columns={columns} rows={reviews} rowKey={({ sheet }) => sheet.id} />;
}

function oddities({ flags, own }: Review) {
  return (
    <span className="row">
      {own && (
        <Badge tone="info">
          <Trans>Your own: somebody else approves it</Trans>
        </Badge>
      )}
      <SheetFlags flags={flags} />
    </span>
  );
}
