import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { notifier } from "../api/notifier.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { LANGUAGES, type Language, PLACEHOLDERS, type ReminderStep } from "./reminderSteps.ts";
import styles from "./Settings.module.css";

type Texts = ReminderStep["texts"];

interface Props {
  readonly days: number;
  readonly fee: ReminderStep["fee"];
  readonly texts: Texts;
  readonly onChange: (texts: Texts) => void;
}

/** What a reminder says, a language at a time, and the mail that it makes. */
export function ReminderWords({ days, fee, texts, onChange }: Props) {
  const { t, i18n } = useLingui();
  const [language, setLanguage] = useState<Language>(i18n.locale === "da" ? "da" : "en");
  const names = new Intl.DisplayNames([i18n.locale], { type: "language" });
  const said = texts.find((one) => one.language === language);
  const show = usePreview();
  if (!said) return null;
  const change = (changed: Partial<Texts[number]>) =>
    onChange(texts.map((one) => (one === said ? { ...one, ...changed, own: true } : one)));
  return (
    <>
      <SelectField
        label={t`Language of the invoice`}
        name="language"
        value={language}
        onChange={(event) => setLanguage(event.target.value as Language)}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one}>
            {names.of(one)}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t`Subject`}
        name="subject"
        value={said.subject}
        onChange={(event) => change({ subject: event.target.value })}
      />
      <TextArea
        label={t`Text`}
        name="text"
        rows={6}
        value={said.text}
        onChange={(event) => change({ text: event.target.value })}
        hint={
          <Trans>
            It can name {PLACEHOLDERS.join(" ")}. Greeting, amounts, payment details and the PDF come by
            themselves.
          </Trans>
        }
      />
      <div>
        <Button busy={show.running} onClick={() => void show.run({ language, days, fee, ...wordsOf(said) })}>
          <Trans>Show the mail</Trans>
        </Button>
      </div>
      <ProblemNote problem={show.problem} />
      {show.mail && (
        <section aria-label={t`The mail`} lang={language} className={styles.mail}>
          <strong>{show.mail.subject}</strong>
          {"\n\n"}
          {show.mail.text}
        </section>
      )}
    </>
  );
}

function wordsOf({ subject, text }: Texts[number]) {
  return { subject, text };
}

interface Asked {
  readonly language: Language;
  readonly days: number;
  readonly fee: ReminderStep["fee"];
  readonly subject: string;
  readonly text: string;
}

function usePreview() {
  const [mail, setMail] = useState<{ subject: string; text: string } | null>(null);
  const write = useWrite((body: Asked) => data(notifier.POST("/v1/reminder-previews", { body })), {
    refresh: [],
    onDone: setMail,
    onRefused: () => setMail(null),
  });
  return { ...write, mail };
}
