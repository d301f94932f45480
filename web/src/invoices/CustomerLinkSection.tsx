import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { isProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import type { Invoice } from "./invoice.ts";
import { useLinkActions } from "./useLinkActions.ts";

/** The link by which the customer sees this invoice without logging in. */
export function CustomerLinkSection({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const may = useMay();
  const path = { invoice_id: invoice.id };
  const query = useQuery({
    ...invoicing.query("/v1/invoices/{invoice_id}/customer-link", { params: { path } }),
    enabled: may("change-invoices"),
  });
  const none = isProblem(query.error, "not-found");
  const open = query.data && !query.data.revoked_at ? query.data : null;
  return (
    <Section title={t`The customer's page`}>
      <Card>
        {!may("change-invoices") && <p className="muted">{may.not("change-invoices")}</p>}
        {query.data && <Validity revoked={query.data.revoked_at} expires={query.data.expires_at} />}
        {none && (
          <p>
            <Trans>There is no link yet.</Trans>
          </p>
        )}
        {(query.data || none) && <Actions invoice={invoice} path={open?.path ?? null} />}
      </Card>
    </Section>
  );
}

function Validity({ revoked, expires }: { readonly revoked: string | null; readonly expires: string }) {
  const { moment, day } = useFormats();
  const at = revoked && moment(revoked, browserZone());
  const until = day(expires);
  return (
    <p>
      {at ? (
        <Trans>The link was revoked {at}. It opens nothing any more.</Trans>
      ) : (
        <Trans>Whoever has the link sees this invoice, and nothing else, until {until}.</Trans>
      )}
    </p>
  );
}

function Actions({ invoice, path }: { readonly invoice: Invoice; readonly path: string | null }) {
  const { t } = useLingui();
  const { renew, revoke } = useLinkActions(invoice.id);
  const copy = async (link: string) => {
    await navigator.clipboard.writeText(new URL(link, location.origin).href);
    toast(t`The link is copied.`);
  };
  return (
    <>
      <ProblemNote problem={renew.problem ?? revoke.problem} />
      <div className="row">
        {path ? (
          <>
            <Button look="primary" onClick={() => void copy(path)}>{t`Copy the link`}</Button>
            <ConfirmButton
              look="plain"
              title={t`Make a new link?`}
              consequence={t`The link that the customer has opens nothing any more.`}
              confirm={t`Make a new link`}
              busy={renew.running}
              onConfirm={() => void renew.run(undefined)}
            >
              {t`Renew`}
            </ConfirmButton>
            <ConfirmButton
              title={t`Revoke the link?`}
              consequence={t`The customer can no longer open the invoice by it.`}
              confirm={t`Revoke the link`}
              busy={revoke.running}
              onConfirm={() => void revoke.run(undefined)}
            >
              {t`Revoke`}
            </ConfirmButton>
          </>
        ) : (
          <Button busy={renew.running} onClick={() => void renew.run(undefined)}>{t`Make a link`}</Button>
        )}
      </div>
    </>
  );
}
