import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import { chooseLanguage, LANGUAGES, type Language } from "../i18n/activate.ts";
import { Choice } from "./Tabs.tsx";

const NAMES: Record<Language, string> = { da: "Dansk", en: "English" };

/** The language of the app in this browser; documents have one of their own. */
export function LanguageChoice() {
  const { t, i18n } = useLingui();
  return (
    <Choice
      label={t`Language`}
      name={useId()}
      value={i18n.locale as Language}
      options={LANGUAGES.map((language) => [language, NAMES[language]] as const)}
      onChange={(language) => void chooseLanguage(language)}
    />
  );
}
