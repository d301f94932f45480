import { Trans } from "@lingui/react/macro";
import { Duration } from "./Money.tsx";

interface Charged {
  readonly seconds: number;
  /** What is charged of it, after rounding; null: all. */
  readonly billed: number | null;
  readonly clock?: boolean;
}

/** `1:10`, and where rounding makes that another `1:10 (1:15 billed)`. */
export function ChargedDuration({ seconds, billed, clock = false }: Charged) {
  if (billed === null || billed === seconds) return <Duration seconds={seconds} clock={clock} />;
  return (
    <span>
      <Trans>
        <Duration seconds={seconds} clock={clock} /> (<Duration seconds={billed} clock={clock} /> billed)
      </Trans>
    </span>
  );
}
