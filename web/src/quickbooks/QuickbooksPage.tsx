import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { qboSync } from "../api/qboSync.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { Connection } from "./Connection.tsx";
import { Copies } from "./Copies.tsx";
import { problemOf } from "./outcome.ts";

/** Whether QuickBooks is connected, which invoices are there, and what to do about those that are not. */
export default function QuickbooksPage() {
  const { t } = useLingui();
  const may = useMay();
  const connection = useQuery(qboSync.query("/v1/connection"));
  const title = "QuickBooks";
  if (!may("see-invoices")) return <Denied title={title} lacks="see-invoices" />;
  return (
    <Page title={title} lead={t`Invoices are copied there, and payments seen there come back here.`}>
      <Outcome />
      <QueryView query={connection}>
        {(connection) => (
          <>
            <Connection connection={connection} />
            {connection.state !== "none" && <Copies />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** What came of the way to QuickBooks and back. */
function Outcome() {
  const { t, i18n } = useLingui();
  const [params, setParams] = useSearchParams();
  const problem = params.get("problem");
  if (!problem && params.get("connected") !== "1") return null;
  return (
    <Note
      tone={problem ? "danger" : "ok"}
      alert
      action={
        <Button small onClick={() => setParams({}, { replace: true })}>
          {t`Close`}
        </Button>
      }
    >
      <p>
        {problem ? (
          i18n._(problemOf(problem))
        ) : (
          <Trans>QuickBooks is connected. Invoices that waited are on their way.</Trans>
        )}
      </p>
    </Note>
  );
}
