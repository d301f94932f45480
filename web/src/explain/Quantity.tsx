import { Trans } from "@lingui/react/macro";
import { type Amount, useFormats } from "../i18n/format.ts";
import { Money } from "../ui/Money.tsx";

interface Counted {
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly unit_price: Amount | null;
}

/** Of a line that charges so many of something: `3 licence at DKK 49.50`; nothing of others. */
export function Quantity({ of }: { readonly of: Counted }) {
  const { decimal } = useFormats();
  if (!of.quantity || !of.unit_price) return null;
  const count = `${decimal(of.quantity)} ${of.unit ?? "×"}`;
  return (
    <span className="muted small">
      {" "}
      <Trans>
        {count} at <Money value={of.unit_price} />
      </Trans>
    </span>
  );
}
