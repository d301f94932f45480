import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useReadAnew } from "../api/useReadAnew.ts";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { QuoteForm } from "./QuoteForm.tsx";
import { change, quoteQuery } from "./quote.ts";

/** Changes a quote that was not sent. */
export default function EditQuotePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const go = useNavigate();
  const query = useQuery(quoteQuery(id));
  const title = t`Change the quote`;
  const readAnew = useReadAnew(quoteQuery(id).queryKey);
  if (!useMay()("change-invoices")) return <Denied title={title} lacks="change-invoices" />;
  if (query.data?.number) return <Navigate to={paths.quote(id)} replace />;
  return (
    <Page title={title} width="narrow" back={{ to: paths.quote(id), label: t`Quote` }}>
      <Card>
        <QueryView query={query}>
          {(quote) => (
            <QuoteForm
              quote={quote}
              currency={quote.currency}
              save={(terms) => change(quote, terms).then(readAnew)}
              onDone={() => void go(paths.quote(id))}
              cancel={
                <ButtonLink to={paths.quote(id)}>
                  <Trans>Cancel</Trans>
                </ButtonLink>
              }
            />
          )}
        </QueryView>
      </Card>
    </Page>
  );
}
