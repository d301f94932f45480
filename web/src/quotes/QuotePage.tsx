import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { DocumentLinks } from "../ui/DocumentLinks.tsx";
import { Card, Facts, Page, Section } from "../ui/Page.tsx";
import { Answers } from "./Answers.tsx";
import { QuoteActions } from "./QuoteActions.tsx";
import { QuoteLines } from "./QuoteLines.tsx";
import { type Quote, quoteQuery } from "./quote.ts";
import { StateBadge } from "./StateBadge.tsx";

/** One quote: what it says, what the customer said, and what of it is billed. */
export default function QuotePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const query = useQuery(quoteQuery(id));
  const quote = query.data;
  const number = quote?.number;
  const file = `/invoicing/v1/quotes/${id}.pdf`;
  return (
    <Page
      title={number ? t`Quote ${number}` : t`Quote`}
      back={{ to: paths.quotes, label: t`Quotes` }}
      lead={quote?.organization_name}
      actions={
        quote && (
          <>
            <DocumentLinks file={file} name={`${number ?? t`Draft`}.pdf`} />
            <QuoteActions quote={quote} />
          </>
        )
      }
    >
      <QueryView query={query} lines={8}>
        {(read) => (
          <>
            <QuoteFacts quote={read} />
            <Section title={t`Lines`}>
              <QuoteLines quote={read} />
            </Section>
            <Answers quote={read} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function QuoteFacts({ quote }: { readonly quote: Quote }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const facts: (readonly [string, ReactNode])[] = [
    [t`State`, <StateBadge key="state" state={quote.state} />],
    [
      t`Customer`,
      <Link key="customer" to={paths.customer(quote.organization_id)}>
        {quote.organization_name}
      </Link>,
    ],
    [t`Subject`, quote.title || "–"],
    [t`Sent`, quote.issue_date ? day(quote.issue_date) : t`Not yet`],
    [t`Valid until`, quote.valid_until ? day(quote.valid_until) : t`Without end`],
    [t`Hours`, quote.pricing === "fixed" ? t`Charged as quoted` : t`An estimate: charged as they are worked`],
    [t`Customer’s reference`, quote.reference || "–"],
    [t`Notes`, quote.notes || "–"],
  ];
  if (quote.replaces) facts.push([t`Replaces`, <Other key="replaces" id={quote.replaces} />]);
  if (quote.replaced_by) facts.push([t`Replaced by`, <Other key="by" id={quote.replaced_by} />]);
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

function Other({ id }: { readonly id: string }) {
  const { t } = useLingui();
  const { data } = useQuery(quoteQuery(id));
  return <Link to={paths.quote(id)}>{data?.number ?? t`A draft`}</Link>;
}
