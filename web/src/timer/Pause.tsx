import { useLingui } from "@lingui/react/macro";
import type { Running } from "../offline/change.ts";
import { Button } from "../ui/Button.tsx";
import { useRunningWrite } from "./useRunningWrite.ts";

/** A pause stands in the day and is not worked. */
export function Pause({ running }: { readonly running: Running }) {
  const { t } = useLingui();
  const write = useRunningWrite(running);
  const pauses = running.paused_at !== null;
  return (
    <Button busy={write.running} onClick={() => void write.run(pauses ? "resume" : "pause")}>
      {pauses ? t`Go on` : t`Pause`}
    </Button>
  );
}
