import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useName } from "../directory/lists.ts";
import { useMemberName } from "../directory/members.ts";
import { PAYMENT_METHODS } from "../directory/paymentMethods.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { browserZone } from "../time/clock.ts";
import { Money } from "../ui/Money.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import type { Payment } from "./payment.ts";

/** What was recorded, by whom, and what became of it. */
export function PaymentFacts({ payment }: { readonly payment: Payment }) {
  const { t, i18n } = useLingui();
  const { day, moment } = useFormats();
  const name = useName("organizations");
  const recorder = useMemberName()(payment.recorded_by);
  const { organization_id, reverses, reversed_by, reason } = payment;
  const at = moment(payment.recorded_at, browserZone());
  const facts: (readonly [string, ReactNode])[] = [
    [
      t`Customer`,
      <Link key="customer" to={paths.customer(organization_id)}>
        {name(organization_id)}
      </Link>,
    ],
    [t`Received`, day(payment.received_on)],
    [t`Method`, i18n._(PAYMENT_METHODS[payment.method])],
    [t`Reference`, payment.reference || "–"],
    [t`Left of it`, <Money key="credit" value={payment.credit} strong />],
    [t`Recorded`, t`${at} by ${recorder}`],
  ];
  if (/[1-9]/.test(payment.refunded.amount))
    facts.push([t`Paid back`, <Money key="refunded" value={payment.refunded} />]);
  if (payment.bank_transaction_id)
    facts.push([
      t`From the bank`,
      <Link key="bank" to={paths.bankTransaction(payment.bank_transaction_id)}>
        {t`the bank's transaction`}
      </Link>,
    ]);
  if (reason) facts.push([t`Reason`, reason]);
  if (reverses) facts.push([t`Undoes`, <Other key="undoes" id={reverses} words={t`the payment`} />]);
  if (reversed_by)
    facts.push([t`Undone by`, <Other key="by" id={reversed_by} words={t`the counter-entry`} />]);
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

function Other({ id, words }: { readonly id: string; readonly words: string }) {
  return <Link to={paths.payment(id)}>{words}</Link>;
}
