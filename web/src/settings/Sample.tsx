import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Section } from "../ui/Page.tsx";
import { LANGUAGE_NAMES } from "../ui/regions.ts";
import { useSettled } from "../ui/useSettled.ts";
import styles from "./Documents.module.css";

interface Props {
  readonly version: number;
  readonly colour: string;
  readonly appendix: string;
}

/** A page as it would be printed with what is chosen now, saved or not. */
export function Sample({ version, colour, appendix }: Props) {
  const { t } = useLingui();
  const [language, setLanguage] = useState("");
  const [page, setPage] = useState("1");
  const shown = appendix === "none" ? "1" : page;
  const asked = { colour, time_appendix: appendix, page: shown };
  const query = new URLSearchParams(language ? { ...asked, language } : asked);
  const address = useSettled(`/invoicing/v1/settings/sample.png?${query}`, 250);
  return (
    <Section title={t`Sample`}>
      <div className={styles.choices}>
        <label>
          {t`Language`}{" "}
          <select value={language} onChange={({ target }) => setLanguage(target.value)}>
            <option value="">{t`The account's`}</option>
            {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {appendix !== "none" && (
          <label>
            {t`Page`}{" "}
            <select value={page} onChange={({ target }) => setPage(target.value)}>
              <option value="1">{t`The invoice`}</option>
              <option value="2">{t`The time`}</option>
            </select>
          </label>
        )}
      </div>
      <img
        key={version}
        className={styles.sample}
        src={address}
        width={910}
        height={1287}
        alt={t`An invoice as it would be printed`}
      />
    </Section>
  );
}
