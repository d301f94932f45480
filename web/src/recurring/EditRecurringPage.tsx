import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useReadAnew } from "../api/useReadAnew.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { RecurringForm } from "./RecurringForm.tsx";
import { change, recurringQuery } from "./recurring.ts";

/** Changes what is made from now on. */
export default function EditRecurringPage() {
  const { t } = useLingui();
  const { day } = useFormats();
  const { id = "" } = useParams();
  const go = useNavigate();
  const query = useQuery(recurringQuery(id));
  const title = t`Change the recurring invoice`;
  const readAnew = useReadAnew(recurringQuery(id).queryKey);
  if (!useMay()("change-invoices")) return <Denied title={title} lacks="change-invoices" />;
  return (
    <Page title={title} back={{ to: paths.recurringInvoice(id), label: t`Recurring invoice` }}>
      <QueryView query={query}>
        {(found) => (
          <>
            {found.covered_until && (
              <Note tone="info">
                {t`What was made stays as it is. All until ${day(found.covered_until)} is done: for other periods, give a first day after it.`}
              </Note>
            )}
            <Card>
              <RecurringForm
                was={found}
                of={found}
                save={(terms) => change(found, terms).then(readAnew)}
                onDone={() => void go(paths.recurringInvoice(id))}
                cancel={
                  <ButtonLink to={paths.recurringInvoice(id)}>
                    <Trans>Cancel</Trans>
                  </ButtonLink>
                }
              />
            </Card>
          </>
        )}
      </QueryView>
    </Page>
  );
}
