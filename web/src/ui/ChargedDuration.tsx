import { Trans } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Duration } from "./Money.tsx";

interface Charged {
  readonly seconds: number;
  /** What is charged of it, after rounding; null: all. */
  readonly billed: number | null;
  /** What is charged as decimal hours, where documents print them so. */
  readonly hours?: string | null;
  readonly clock?: boolean;
}

/** `1:10`, and where rounding makes that another `1:10 (1:15 billed)`; with decimal hours `1.17`, or `1:10 (1.25 billed)`. */
export function ChargedDuration({ seconds, billed, hours = null, clock = false }: Charged) {
  const charged = { seconds: billed ?? seconds, hours, clock };
  if (billed === null || billed === seconds) return <Hours {...charged} />;
  return (
    <span>
      <Trans>
        <Duration seconds={seconds} clock={clock} /> (<Hours {...charged} /> billed)
      </Trans>
    </span>
  );
}

function Hours({ seconds, hours, clock }: Pick<Required<Charged>, "seconds" | "hours" | "clock">) {
  const { bare } = useFormats();
  if (hours === null) return <Duration seconds={seconds} clock={clock} />;
  return <span>{bare({ amount: hours, currency: "" })}</span>;
}
