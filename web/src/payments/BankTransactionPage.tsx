import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Facts, Page, Section } from "../ui/Page.tsx";
import { type Proposal, STATES, type Transaction, takingOf } from "./bank.ts";
import styles from "./Payments.module.css";
import { ProposalFacts } from "./ProposalFacts.tsx";
import { ReasonDialog } from "./ReasonDialog.tsx";
import { TakeByHand } from "./TakeByHand.tsx";
import { useSetAside, useTake, useUndo } from "./useDecide.ts";

/** One movement of the bank: what it may be, what it was taken for, and undoing that. */
export default function BankTransactionPage() {
  const { t } = useLingui();
  const { money } = useFormats();
  const { id = "" } = useParams();
  const query = useQuery(
    invoicing.query("/v1/bank-transactions/{transaction_id}", { params: { path: { transaction_id: id } } }),
  );
  const read = query.data;
  return (
    <Page
      title={read ? t`Transaction of ${money(read.amount)}` : t`Transaction`}
      back={{ to: paths.bank, label: t`Bank` }}
      actions={
        read && (read.state === "open" ? <SetAside transaction={read} /> : <Undo transaction={read} />)
      }
    >
      <QueryView query={query} lines={6}>
        {(transaction) => (
          <>
            <TransactionFacts transaction={transaction} />
            {transaction.state === "open" && <Open transaction={transaction} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function TransactionFacts({ transaction }: { readonly transaction: Transaction }) {
  const { t, i18n } = useLingui();
  const { day, moment } = useFormats();
  const name = useMemberName();
  const { decided_at, decided_by, reason, payment_id } = transaction;
  const facts: [string, ReactNode][] = [
    [t`Amount`, <Money key="amount" value={transaction.amount} strong />],
    [t`Booked on`, day(transaction.booked_on)],
    [t`From or to`, transaction.counterparty || "–"],
    [t`Text`, transaction.text || "–"],
    [t`Reference`, transaction.reference || transaction.end_to_end_id || "–"],
    [t`Account`, transaction.bank_account],
    [t`State`, i18n._(STATES[transaction.state])],
  ];
  if (decided_at && decided_by) {
    const at = moment(decided_at, browserZone());
    const by = name(decided_by);
    facts.push([t`Decided`, t`${at} by ${by}`]);
  }
  if (reason) facts.push([t`Reason`, reason]);
  return (
    <Card>
      <Facts facts={facts} />
      {payment_id && <ButtonLink small to={paths.payment(payment_id)}>{t`The payment`}</ButtonLink>}
    </Card>
  );
}

function Open({ transaction }: { readonly transaction: Transaction }) {
  const { t } = useLingui();
  const { proposals } = transaction;
  return (
    <>
      <Section title={t`What it may be`}>
        {proposals.length === 0 ? (
          <p className="muted">{t`Nothing that is open looks like it.`}</p>
        ) : (
          <ul role="list" className={styles.transactions}>
            {proposals.map((proposal) => (
              <li key={`${proposal.organization_id} ${proposal.refund_id} ${proposal.reasons.join(" ")}`}>
                <Proposed transaction={transaction} proposal={proposal} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <TakeByHand transaction={transaction} />
    </>
  );
}

function Proposed({
  transaction,
  proposal,
}: {
  readonly transaction: Transaction;
  readonly proposal: Proposal;
}) {
  const { t } = useLingui();
  const write = useTake(transaction);
  return (
    <div className={styles.proposal}>
      <ProposalFacts proposal={proposal} />
      <Button
        small
        look={proposal.certainty === "certain" ? "primary" : "plain"}
        busy={write.running}
        off={useMay().not("change-invoices")}
        onClick={() => void write.run(takingOf(proposal))}
      >
        {t`Take`}
      </Button>
      {write.problem && <ProblemNote problem={write.problem} />}
    </div>
  );
}

function SetAside({ transaction }: { readonly transaction: Transaction }) {
  const { t } = useLingui();
  const write = useSetAside(transaction);
  return (
    <ReasonDialog
      title={t`Set the transaction aside?`}
      consequence={t`It is nothing of a customer's: rent, a fee, a transfer between your own accounts.`}
      confirm={t`Set aside`}
      off={useMay().not("change-invoices")}
      busy={write.running}
      problem={write.problem}
      act={write.run}
    >
      {t`Set aside…`}
    </ReasonDialog>
  );
}

function Undo({ transaction }: { readonly transaction: Transaction }) {
  const { t } = useLingui();
  const write = useUndo(transaction);
  return (
    <ReasonDialog
      title={t`Undo what was decided?`}
      consequence={t`The transaction waits again. A payment or refund that was made of it is reversed by a counter-entry.`}
      confirm={t`Undo`}
      off={useMay().not("change-invoices")}
      busy={write.running}
      problem={write.problem}
      act={write.run}
    >
      {t`Undo…`}
    </ReasonDialog>
  );
}
