import { Plural, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import type { ShownEntry } from "../offline/overlay.ts";
import { Button } from "../ui/Button.tsx";
import type { Chosen } from "./useChosen.ts";

const ChangeMany = lazy(() => import("./ChangeMany.tsx"));

interface Props {
  readonly chosen: Chosen;
  readonly recent: readonly ShownEntry[];
}

/** Begins to choose entries, and changes those that are chosen. */
export function ChooseSeveral({ chosen, recent }: Props) {
  const { t } = useLingui();
  const [changing, setChanging] = useState(false);
  const none = chosen.entries.length === 0 ? t`Choose entries first.` : undefined;
  const done = () => {
    setChanging(false);
    chosen.end();
  };
  if (!chosen.choosing)
    return (
      <div>
        <Button look="quiet" small onClick={chosen.begin}>{t`Choose several`}</Button>
      </div>
    );
  return (
    <div className="spread">
      <p className="muted" role="status">
        <Plural value={chosen.entries.length} one="# chosen" other="# chosen" />
      </p>
      <div className="row">
        <Button small look="primary" off={none} onClick={() => setChanging(true)}>{t`Change them`}</Button>
        <Button small onClick={chosen.end}>{t`Done`}</Button>
      </div>
      <Suspense fallback={null}>
        {changing && (
          <ChangeMany
            entries={chosen.entries}
            recent={recent}
            onClose={() => setChanging(false)}
            onDone={done}
          />
        )}
      </Suspense>
    </div>
  );
}
