import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { problemWords } from "../api/problemWords.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { toast } from "../ui/toasts.ts";
import { AnswerButton } from "./AnswerButton.tsx";
import { BillButton } from "./BillButton.tsx";
import { billable, type Quote, remove, sendQuote } from "./quote.ts";

interface Props {
  readonly quote: Quote;
}

/** What can be done with a quote as it stands. */
export function QuoteActions({ quote }: Props) {
  if (!useMay()("change-invoices")) return null;
  const { state } = quote;
  if (state === "draft") return <OfDraft quote={quote} />;
  const open = state === "sent" || state === "expired";
  const mayReplace = state !== "accepted" && !quote.replaced_by;
  const used = quote.lines.some(({ invoice_id }) => invoice_id);
  return (
    <>
      {mayReplace && (
        <ButtonLink to={withQuery(paths.newQuote, { replaces: quote.id })}>
          <Trans>Replace</Trans>
        </ButtonLink>
      )}
      {state !== "withdrawn" && !used && <AnswerButton quote={quote} answer="withdrawn" />}
      {open && <AnswerButton quote={quote} answer="declined" />}
      {(open || state === "declined") && <AnswerButton quote={quote} answer="accepted" />}
      {state === "accepted" && billable(quote).length > 0 && <BillButton quote={quote} />}
    </>
  );
}

function OfDraft({ quote }: Props) {
  return (
    <>
      <Delete quote={quote} />
      <ButtonLink to={paths.editQuote(quote.id)}>
        <Trans>Change</Trans>
      </ButtonLink>
      <Send quote={quote} />
    </>
  );
}

function Delete({ quote }: Props) {
  const { t, i18n } = useLingui();
  const go = useNavigate();
  const write = useWrite(() => remove(quote), {
    refresh: ["invoicing"],
    onDone: () => {
      toast(t`The quote is deleted.`);
      void go(paths.quotes);
    },
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <ConfirmButton
      title={t`Delete this quote?`}
      consequence={t`It was not sent, so nobody misses it.`}
      confirm={t`Delete the quote`}
      onConfirm={() => void write.run(undefined)}
      busy={write.running}
    >
      {t`Delete`}
    </ConfirmButton>
  );
}

function Send({ quote }: Props) {
  const { t, i18n } = useLingui();
  const write = useWrite(() => sendQuote(quote), {
    refresh: ["invoicing"],
    onDone: ({ number }) => toast(t`Quote ${number ?? ""} has its number. Its PDF is ready to be sent.`),
    onRefused: (problem) => toast(problemWords(problem, i18n), { tone: "danger" }),
  });
  return (
    <ConfirmButton
      look="primary"
      title={t`Finish the quote?`}
      consequence={t`It gets its number and does not change any more; you send its PDF. Another one can replace it.`}
      confirm={t`Give it its number`}
      onConfirm={() => void write.run(undefined)}
      busy={write.running}
    >
      {t`Finish…`}
    </ConfirmButton>
  );
}
