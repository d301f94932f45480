import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Duration } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";

/** Approved time that is on no invoice yet. */
export function Unbilled({ customerId }: { readonly customerId: string }) {
  const { t } = useLingui();
  const may = useMay();
  const query = { organization_id: customerId, limit: 1 };
  const time = useQuery(invoicing.query("/v1/billable-time", { params: { query } }));
  const bill = (
    <Link
      to={withQuery(
        paths.billing,
        may("change-invoices") ? { draft: customerId } : { bucket: "ready", customer: customerId },
      )}
    >
      <Trans>Bill it</Trans>
    </Link>
  );
  return (
    <Section title={t`Unbilled time`} actions={bill}>
      <Card>
        <QueryView query={time} lines={2}>
          {({ sums }) => <Sums sums={sums} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function Sums({ sums }: { readonly sums: InvoicingSchemas["schemas"]["BucketSums"] }) {
  const { t } = useLingui();
  return (
    <Facts
      facts={[
        [t`Ready to bill`, <Duration key="r" seconds={sums.ready} />],
        [t`Without a rate`, <Duration key="u" seconds={sums.unpriced} />],
        ...(sums.held > 0
          ? [[t`Held by an agreement`, <Duration key="h" seconds={sums.held} />] as const]
          : []),
        [t`On drafts`, <Duration key="c" seconds={sums.claimed} />],
        [t`Billed`, <Duration key="b" seconds={sums.billed} />],
      ]}
    />
  );
}
