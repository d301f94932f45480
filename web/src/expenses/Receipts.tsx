import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useWrite } from "../api/useWrite.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import styles from "./Expenses.module.css";
import { addReceipt, type Expense, type Receipt, receiptAddress, removeReceipt } from "./expense.ts";
import { ReceiptPicker } from "./ReceiptPicker.tsx";
import { refusedWords } from "./refusedWords.ts";

interface Props {
  readonly expense: Expense;
  readonly mayChange: boolean;
}

/** The receipts of an expense; they can be added until it is billed. */
export function Receipts({ expense, mayChange }: Props) {
  const { t, i18n } = useLingui();
  const add = useWrite(
    async (files: readonly File[]) => {
      for (const file of files) await addReceipt(expense.id, file);
    },
    {
      refresh: ["invoicing"],
      onRefused: (problem) => toast(refusedWords(problem, i18n), { tone: "danger" }),
    },
  );
  return (
    <Section title={t`Receipts`}>
      {expense.receipts.length > 0 ? (
        <ul className={styles.receipts}>
          {expense.receipts.map((one) => (
            <ReceiptCard key={one.id} address={receiptAddress(expense.id, one.id)} receipt={one}>
              {mayChange && <Remove expense={expense} receipt={one} />}
            </ReceiptCard>
          ))}
        </ul>
      ) : (
        <p className="muted">{t`There is no receipt yet.`}</p>
      )}
      {mayChange && <ReceiptPicker busy={add.running} onChoose={(files) => void add.run(files)} />}
    </Section>
  );
}

interface CardProps {
  readonly address: string;
  readonly receipt: Pick<Receipt, "file_name" | "media_type">;
  readonly children?: ReactNode;
}

/** A picture as it is, anything else by its name; opened or saved by its link. */
export function ReceiptCard({ address, receipt, children }: CardProps) {
  const { file_name, media_type } = receipt;
  const picture = media_type.startsWith("image/");
  return (
    <li className={styles.receipt}>
      {picture && <img src={address} alt="" loading="lazy" />}
      <a
        href={address}
        className={styles.name}
        {...(picture ? { target: "_blank" } : { download: file_name })}
      >
        {file_name}
      </a>
      {children}
    </li>
  );
}

function Remove({ expense, receipt }: { readonly expense: Expense; readonly receipt: Receipt }) {
  const { t, i18n } = useLingui();
  const write = useWrite(() => removeReceipt(expense.id, receipt.id), {
    refresh: ["invoicing"],
    onRefused: (problem) => toast(refusedWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <div>
      <ConfirmButton
        small
        look="quiet"
        title={t`Remove this receipt?`}
        consequence={receipt.file_name}
        confirm={t`Remove it`}
        onConfirm={() => void write.run(undefined)}
        busy={write.running}
      >
        {t`Remove`}
      </ConfirmButton>
    </div>
  );
}
