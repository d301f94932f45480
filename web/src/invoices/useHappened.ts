import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { type Outcome, useOutcomes } from "./disputeOutcomes.ts";
import type { Happening } from "./invoice.ts";

type Words = Record<Happening["kind"], (one: Happening, money: string) => string>;

/** What happened, in a few words. */
export function useHappened(): (happening: Happening) => string {
  const { money } = useFormats();
  const words: Words = {
    ...useSaidOfMails(),
    ...useSaidOfReminders(),
    ...useSaidOfMoney(),
    ...useSaidOfPeople(),
  };
  return (one) => words[one.kind](one, one.amount ? money(one.amount) : "");
}

const byQuickBooks = ({ channel }: Happening) => channel === "qbo";

function useSaidOfMails() {
  const { t } = useLingui();
  return {
    "sending-requested": (one: Happening) =>
      byQuickBooks(one) ? t`QuickBooks was asked to mail it` : t`Sending by e-mail asked for`,
    "handed-over": () => t`Handed over`,
    sent: (one: Happening) => (byQuickBooks(one) ? t`Mailed by QuickBooks` : t`Mailed`),
    "not-sent": (one: Happening) => (byQuickBooks(one) ? t`Not mailed by QuickBooks` : t`Not mailed`),
    "maybe-sent": () => t`The mail may have arrived`,
    "document-made": () => t`The PDF was made`,
    copied: ({ text }: Happening) =>
      text ? t`Copied to QuickBooks, where something differs` : t`Copied to QuickBooks`,
    "not-copied": () => t`Copying to QuickBooks failed`,
    "memo-copied": ({ number }: Happening, money: string) =>
      t`Credit note ${number ?? ""} is in QuickBooks: ${money} of it applied`,
    "memo-not-copied": ({ number }: Happening) => t`Credit note ${number ?? ""} is not in QuickBooks`,
    "credit-note-sent": ({ number }: Happening) => t`Credit note ${number ?? ""} mailed`,
    "credit-note-not-sent": ({ number }: Happening) => t`Credit note ${number ?? ""} not mailed`,
    "credit-note-maybe-sent": ({ number }: Happening) =>
      t`The mail of credit note ${number ?? ""} may have arrived`,
  };
}

function useSaidOfReminders() {
  const { t } = useLingui();
  return {
    reminded: ({ number }: Happening, money: string) => t`Reminder ${number ?? ""}: ${money}`,
    "not-reminded": ({ number }: Happening) => t`Reminder ${number ?? ""} was not sent`,
    "maybe-reminded": ({ number }: Happening) => t`Reminder ${number ?? ""} may have arrived`,
    "reminder-passed-over": () => t`A reminder was passed over`,
    "fee-charged": ({ number }: Happening, money: string) =>
      number ? t`Fee of a reminder: ${money}, invoice ${number}` : t`Fee of a reminder: ${money}`,
  };
}

function useSaidOfMoney() {
  const { t } = useLingui();
  return {
    issued: (_: Happening, money: string) => t`Issued: ${money}`,
    overdue: (_: Happening, money: string) => t`Overdue: ${money} is not paid`,
    "difference-written-off": (_: Happening, money: string) => t`Difference written off: ${money}`,
    paid: (_: Happening, money: string) => t`Payment of ${money}`,
    "payment-reversed": (_: Happening, money: string) => t`Payment reversed: ${money}`,
    "allocation-taken-back": (_: Happening, money: string) => t`Allocation taken back: ${money}`,
    credited: ({ number }: Happening, money: string) => t`Credit note ${number ?? ""}: ${money}`,
  };
}

function useSaidOfPeople() {
  const { t } = useLingui();
  const outcomes = useOutcomes();
  return {
    drafted: () => t`Drafted`,
    asked: ({ by }: Happening) => (by ? t`${by} asked a question` : t`The customer asked a question`),
    disputed: ({ number }: Happening) =>
      number ? t`Line ${number} is disputed` : t`The invoice is disputed`,
    "dispute-resolved": ({ number }: Happening) => {
      const outcome = outcomes[(number ?? "other") as Outcome];
      return t`Dispute resolved: ${outcome}`;
    },
  };
}
