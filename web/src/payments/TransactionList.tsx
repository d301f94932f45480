import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ProblemNote } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { type Transaction, takingOf } from "./bank.ts";
import styles from "./Payments.module.css";
import { ProposalFacts } from "./ProposalFacts.tsx";
import { useTake } from "./useDecide.ts";

/** Transactions of the bank, each with the best proposal. */
export function TransactionList({ transactions }: { readonly transactions: readonly Transaction[] }) {
  const { t } = useLingui();
  return (
    <ul role="list" className={styles.transactions} aria-label={t`Transactions`}>
      {transactions.map((transaction) => (
        <li key={transaction.id}>
          <Said transaction={transaction} />
          <Decision transaction={transaction} />
        </li>
      ))}
    </ul>
  );
}

/** What the bank says. */
function Said({ transaction }: { readonly transaction: Transaction }) {
  const { day } = useFormats();
  const { id, booked_on, counterparty, reference, text, amount } = transaction;
  const words = [counterparty && text, reference].filter(Boolean).join(" · ");
  return (
    <div className={styles.said}>
      <div className={styles.who}>
        <Link to={paths.bankTransaction(id)}>{counterparty || text || day(booked_on)}</Link>
        <div className="small muted">
          {day(booked_on)} {words && `· ${words}`}
        </div>
      </div>
      <Money value={amount} strong />
    </div>
  );
}

function Decision({ transaction }: { readonly transaction: Transaction }) {
  const { t } = useLingui();
  const { state, reason, payment_id, id, proposals } = transaction;
  const [best] = proposals;
  if (state === "set-aside") return <p className="small muted">{reason}</p>;
  if (state === "taken") return payment_id && <Link to={paths.payment(payment_id)}>{t`the payment`}</Link>;
  return (
    <div className={styles.proposal}>
      {best ? (
        <ProposalFacts proposal={best} />
      ) : (
        <span className="muted">{t`Nothing that is open looks like it.`}</span>
      )}
      <span className="row">
        {best && <Take transaction={transaction} />}
        <ButtonLink small to={paths.bankTransaction(id)}>{t`Choose…`}</ButtonLink>
      </span>
    </div>
  );
}

function Take({ transaction }: { readonly transaction: Transaction }) {
  const { t } = useLingui();
  const write = useTake(transaction);
  const off = useMay().not("change-invoices");
  const [best] = transaction.proposals;
  if (!best) return null;
  return (
    <>
      <Button
        small
        look={best.certainty === "certain" ? "primary" : "plain"}
        busy={write.running}
        off={off}
        onClick={() => void write.run(takingOf(best))}
      >
        {t`Take`}
      </Button>
      {write.problem && <ProblemNote problem={write.problem} />}
    </>
  );
}
