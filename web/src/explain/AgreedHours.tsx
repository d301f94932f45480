import { Trans } from "@lingui/react/macro";
import { Duration } from "../ui/Money.tsx";

interface Agreed {
  readonly billed_seconds: number | null;
  readonly included_seconds: number | null;
  readonly rolled_over_seconds: number | null;
}

/** Of a line of an agreement: `18:30 of 20:00 hours used, 2:00 of them rolled over`; nothing of others. */
export function AgreedHours({ of }: { readonly of: Agreed }) {
  if (of.included_seconds === null) return null;
  return (
    <span className="muted small">
      {" "}
      <Used used={of.billed_seconds} included={of.included_seconds} />
      {of.rolled_over_seconds !== null && (
        <>
          ,{" "}
          <Trans>
            <Duration seconds={of.rolled_over_seconds} /> of them rolled over
          </Trans>
        </>
      )}
    </span>
  );
}

function Used({ used, included }: { readonly used: number | null; readonly included: number }) {
  if (!used)
    return (
      <Trans>
        <Duration seconds={included} /> hours included
      </Trans>
    );
  return (
    <Trans>
      <Duration seconds={used} /> of <Duration seconds={included} /> hours used
    </Trans>
  );
}
