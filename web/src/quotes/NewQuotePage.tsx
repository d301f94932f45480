import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { useList } from "../directory/lists.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Card, Page } from "../ui/Page.tsx";
import { QuoteForm } from "./QuoteForm.tsx";
import { create, currencyOf, type Quote, quoteQuery } from "./quote.ts";

/** A new quote; one that replaces another begins with its lines. Whose it is may stand in the address. */
export default function NewQuotePage() {
  const { t } = useLingui();
  const [address] = useSearchParams();
  const replaces = address.get("replaces");
  const settings = useQuery(timer.query("/v1/settings"));
  const replaced = useQuery({ ...quoteQuery(replaces ?? ""), enabled: replaces !== null });
  const title = replaces ? t`Quote that replaces another` : t`New quote`;
  if (!useMay()("change-invoices")) return <Denied title={title} lacks="change-invoices" />;
  return (
    <Page title={title} width="narrow" back={{ to: paths.quotes, label: t`Quotes` }}>
      <Card>
        <QueryView query={settings}>
          {({ currency }) =>
            replaces ? (
              <QueryView query={replaced}>
                {(quote) => <Fields currency={currency} replaces={quote} />}
              </QueryView>
            ) : (
              <Fields currency={currency} customer={address.get("customer")} />
            )
          }
        </QueryView>
      </Card>
    </Page>
  );
}

interface Props {
  /** The account's, where a customer has none of their own. */
  readonly currency: string;
  readonly customer?: string | null;
  readonly replaces?: Quote;
}

function Fields({ currency: ofAccount, customer: asked = null, replaces }: Props) {
  const go = useNavigate();
  const [customer, setCustomer] = useState(replaces?.organization_id ?? asked);
  const ofCustomer = useList("organizations").find(({ id }) => id === customer)?.effective_currency;
  return (
    <QuoteForm
      quote={replaces ?? null}
      currency={replaces?.currency ?? ofCustomer ?? ofAccount}
      save={(terms) =>
        create({
          ...terms,
          organization_id: customer ?? "",
          ...(replaces ? { replaces: replaces.id, currency: currencyOf(replaces) } : {}),
        })
      }
      onDone={(id) => void go(paths.quote(id))}
      cancel={
        <ButtonLink to={replaces ? paths.quote(replaces.id) : paths.quotes}>
          <Trans>Cancel</Trans>
        </ButtonLink>
      }
    >
      {!replaces && <CustomerPicker value={customer} onChange={setCustomer} />}
    </QuoteForm>
  );
}
