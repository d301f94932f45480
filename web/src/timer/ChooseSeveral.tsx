import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import { loadWords } from "../i18n/activate.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import type { Chosen } from "../several/useChosen.ts";
import { Button } from "../ui/Button.tsx";

const ActOnChosen = lazy(async () => {
  const words = [loadWords("several"), loadWords("refusals")];
  const [module] = await Promise.all([import("../several/ActOnChosen.tsx"), ...words]);
  return module;
});

interface Props {
  readonly chosen: Chosen;
  readonly recent: readonly ShownEntry[];
}

/** Begins to choose entries; what can be done with those that are chosen comes then. */
export function ChooseSeveral({ chosen, recent }: Props) {
  const { t } = useLingui();
  if (!chosen.choosing)
    return (
      <div>
        <Button look="quiet" small onClick={chosen.begin}>{t`Choose several`}</Button>
      </div>
    );
  return (
    <Suspense fallback={null}>
      <ActOnChosen entries={chosen.entries} recent={recent} onActed={chosen.end} onEnd={chosen.end} />
    </Suspense>
  );
}
