import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { answerQuote, type NewAnswer, type Quote } from "./quote.ts";

interface Props {
  readonly quote: Quote;
  readonly answer: NewAnswer["answer"];
}

/** Records what the customer said, or that the quote is taken back. */
export function AnswerButton({ quote, answer }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const words = useWords()[answer];
  const close = () => setOpen(false);
  const write = useWrite((body: NewAnswer) => answerQuote(quote, body), {
    refresh: ["invoicing"],
    onDone: close,
  });
  return (
    <>
      <Button look={answer === "accepted" ? "primary" : "plain"} onClick={() => setOpen(true)}>
        {words.button}
      </Button>
      <Dialog title={words.title} open={open} onClose={close}>
        <Form
          refusal={useRefusal(write.problem)}
          onSubmit={({ answered_on, name = "", reason = "" }) =>
            void write.run({ answer, name, reason, ...(answered_on ? { answered_on } : {}) })
          }
        >
          <FormRow>
            <TextField label={t`Day`} name="answered_on" type="date" defaultValue={today()} />
            {answer !== "withdrawn" && (
              <TextField label={t`By whom`} name="name" optional={t`optional`} maxLength={200} />
            )}
          </FormRow>
          <TextArea label={t`What was said`} name="reason" rows={2} optional={t`optional`} />
          <SubmitOrCancel busy={write.running} onCancel={close}>
            {words.act}
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}

function useWords() {
  const { t } = useLingui();
  return {
    accepted: { button: t`Accepted…`, title: t`The customer accepts`, act: t`Record it` },
    declined: { button: t`Declined…`, title: t`The customer declines`, act: t`Record it` },
    withdrawn: { button: t`Withdraw…`, title: t`Withdraw the quote`, act: t`Withdraw the quote` },
  };
}
