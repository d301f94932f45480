import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import type { Report } from "./report.ts";

interface Props {
  readonly file: File;
  readonly report: Report | null;
  readonly again: () => void;
}

/** Which file it is and how it was understood. */
export function FileFacts({ file, report, again }: Props) {
  return (
    <Card>
      <div className="spread">
        <strong>{file.name}</strong>
        <Button small onClick={again}>
          <Trans>Another file</Trans>
        </Button>
      </div>
      {report && <Understood report={report} />}
    </Card>
  );
}

function Understood({ report }: { readonly report: Report }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const { source, variant, encoding, delimiter, date_format, decimal, time_zone, period } = report;
  const named: Readonly<Record<string, string>> = {
    ...{ toggl: "Toggl Track", clockify: "Clockify", harvest: "Harvest", kimai: "Kimai" },
    ...{ solidtime: "solidtime", honorar: "Honorar" },
  };
  const separators: Readonly<Record<string, string>> = { "\t": t`tab`, ",": t`comma`, ";": t`semicolon` };
  return (
    <Facts
      facts={[
        [t`Written by`, `${named[source] ?? source} (${variant})`],
        [t`Days`, period ? `${day(period.first)} – ${day(period.last)}` : "–"],
        [t`Time zone`, time_zone],
        [t`Dates`, date_format],
        [t`Decimal mark`, decimal ?? "–"],
        [t`Separator`, `${separators[delimiter] ?? delimiter}, ${encoding}`],
      ]}
    />
  );
}
