import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { Page } from "../ui/Page.tsx";
import { ChangedNote } from "./ChangedNote.tsx";
import { Decision } from "./Decision.tsx";
import { Neighbours } from "./Neighbours.tsx";
import { Reopening } from "./Reopening.tsx";
import { reviewOf } from "./review.ts";
import { SheetComments } from "./SheetComments.tsx";
import { SheetDays } from "./SheetDays.tsx";
import { SheetFacts } from "./SheetFacts.tsx";
import { SheetHistory } from "./SheetHistory.tsx";
import { StateBadge } from "./StateBadge.tsx";
import { type SheetWithEntries, sheetQuery } from "./sheets.ts";
import { useKnown } from "./useKnown.ts";
import { useWeekWords } from "./useWeekWords.ts";

/** One week of one person: what is on screen is what is approved. */
export default function SheetPage() {
  const { id = "" } = useParams();
  return <OneSheet key={id} id={id} />;
}

function OneSheet({ id }: { readonly id: string }) {
  const { t } = useLingui();
  const query = useQuery(sheetQuery(id));
  const agent = useSearchParams()[0].get("agent");
  const name = useName("agents");
  const week = useWeekWords();
  const sheet = query.data?.sheet;
  const [person, short] = sheet ? [name(sheet.agent_id), week.short(sheet)] : ["", ""];
  return (
    <Page
      title={sheet ? t`${person}, ${short}` : t`Timesheet`}
      lead={
        sheet && (
          <span className="row">
            {week.days(sheet)} <StateBadge sheet={sheet} />
          </span>
        )
      }
      back={{ to: withQuery(paths.approvals, { agent }), label: t`Approvals` }}
      actions={<Neighbours id={id} agent={agent} />}
    >
      <QueryView query={query}>
        {(read) => <Contents read={read} again={async () => (await query.refetch()).data} />}
      </QueryView>
    </Page>
  );
}

interface ContentsProps {
  readonly read: SheetWithEntries;
  readonly again: () => Promise<SheetWithEntries | undefined>;
}

function Contents({ read, again }: ContentsProps) {
  const { t } = useLingui();
  const { sheet } = read;
  const { known, hindranceOf } = useKnown({ first: sheet.first_day, last: sheet.last_day });
  const [before, setBefore] = useState<SheetWithEntries | null>(null);
  const review = reviewOf(read, known, hindranceOf(sheet));
  const lookAgain = async () => {
    await again();
    setBefore(read);
  };
  return (
    <>
      {before && <ChangedNote before={before} after={read} />}
      <SheetFacts review={review} />
      <section className="stack" aria-label={t`Entries`}>
        <h2 className="visually-hidden">
          <Trans>Entries</Trans>
        </h2>
        <SheetDays review={review} />
      </section>
      <Decision review={review} hindrance={hindranceOf(sheet)} onChanged={() => void lookAgain()} />
      <Reopening sheet={sheet} onChanged={() => void lookAgain()} />
      <SheetComments sheet={sheet} />
      <SheetHistory read={read} />
    </>
  );
}
