import { Trans } from "@lingui/react/macro";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import styles from "./Explain.module.css";
import type { Override, Price } from "./overrides.ts";

/** The price that somebody set on the entry, with who and why. */
export function HandPrice({ price }: { readonly price: Price }) {
  const held = price.override;
  if (!held) return null;
  return (
    <div className={styles.rule} data-won={!price.unpriced_reason || undefined}>
      <span className="spread">
        <strong>
          <Trans>Set by hand</Trans>
        </strong>
        <Money value={held.hourly_rate} />
      </span>
      <span className="spread small">
        <q>{held.reason}</q>
        {!price.unpriced_reason && (
          <Badge tone="ok">
            <Trans>This one holds</Trans>
          </Badge>
        )}
      </span>
      <Who by={held.recorded_by} at={held.recorded_at} />
    </div>
  );
}

/** Prices that were set on the entry and hold no longer, or not yet again: the newest first. */
export function EarlierHandPrices({ price }: { readonly price: Price }) {
  const earlier = price.overrides.filter(({ version }) => version !== price.override?.version).reverse();
  if (earlier.length === 0) return null;
  return (
    <details className={styles.entry}>
      <summary>
        <Trans>Other prices that were set by hand</Trans>
      </summary>
      <div className={styles.rules}>
        {earlier.map((one) => (
          <Earlier key={one.version} override={one} />
        ))}
      </div>
    </details>
  );
}

function Earlier({ override }: { readonly override: Override }) {
  return (
    <div className={styles.rule}>
      <span className="spread">
        <q>{override.reason}</q>
        <Money value={override.hourly_rate} />
      </span>
      <Who by={override.recorded_by} at={override.recorded_at} />
      {override.superseded_at ? (
        <Gone by={override.superseded_by ?? ""} at={override.superseded_at} />
      ) : (
        <span className="muted small">
          <Trans>Holds when a credit note gives the time back.</Trans>
        </span>
      )}
    </div>
  );
}

interface DoneProps {
  readonly by: string;
  readonly at: string;
}

function Who({ by, at }: DoneProps) {
  const name = useMemberName()(by);
  const when = useFormats().moment(at, browserZone());
  return (
    <span className="muted small">
      <Trans>
        by {name}, {when}
      </Trans>
    </span>
  );
}

function Gone({ by, at }: DoneProps) {
  const name = useMemberName()(by);
  const when = useFormats().moment(at, browserZone());
  return (
    <span className="muted small">
      <Trans>
        replaced or removed by {name}, {when}
      </Trans>
    </span>
  );
}
