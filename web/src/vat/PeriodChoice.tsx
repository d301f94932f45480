import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { paths, withQuery } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { moved, type Period, periodAt } from "./period.ts";

/** How long the period is, and the one before and after it. */
export function PeriodChoice({ period }: { readonly period: Period }) {
  const { t } = useLingui();
  const [, setAddress] = useSearchParams();
  const lengths = [
    ["month", t`Month`],
    ["quarter", t`Quarter`],
    ["half-year", t`Half-year`],
    ["year", t`Year`],
  ] as const;
  return (
    <div className="row">
      <Choice
        label={t`Length of the period`}
        name="length"
        value={period.length}
        options={lengths}
        onChange={(length) => setAddress(inAddress(periodAt(length, period.first_day)))}
      />
      <ButtonLink to={addressOf(moved(period, -1))}>{t`Earlier`}</ButtonLink>
      <ButtonLink to={addressOf(moved(period, 1))}>{t`Later`}</ButtonLink>
    </div>
  );
}

function inAddress({ length, first_day }: Period) {
  return { length, from: first_day };
}

function addressOf(period: Period): string {
  return withQuery(paths.vat, inAddress(period));
}
