import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { LineTexts } from "../texts/LineTexts.tsx";
import type { LineText } from "../texts/lineTexts.ts";
import { billingQuery, type ReadSettings } from "./billingQuery.ts";
import { SettingsPages } from "./SettingsPages.tsx";
import { useSaveBilling } from "./useSaveBilling.ts";

/** What lines of time say on drafts that are made from now on. */
export default function LineTextsPage() {
  const { t } = useLingui();
  const settings = useQuery(billingQuery);
  return (
    <SettingsPages
      title={t`Texts of lines`}
      lead={t`What a line of time says on drafts that are made from now on. A customer can have texts of its own.`}
    >
      <QueryView query={settings}>{(current) => <Texts settings={current} />}</QueryView>
    </SettingsPages>
  );
}

function Texts({ settings }: { readonly settings: ReadSettings }) {
  const { t } = useLingui();
  const save = useSaveBilling(settings);
  const run = (line_texts: readonly LineText[]) => save.run({ line_texts });
  return (
    <LineTexts
      texts={settings.line_texts}
      save={{ ...save, run }}
      otherwise={t`Lines are called by their project, task, person or day, as they are grouped.`}
    />
  );
}
