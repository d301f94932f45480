import { Trans } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { forget, type Mapping } from "./columnMapping.ts";

interface Props {
  readonly mapping: Mapping;
  readonly onForgotten: () => void;
}

/** Says that the columns are read as was said of an earlier file, and lets go of that. */
export function Remembered({ mapping, onForgotten }: Props) {
  const { run, running, problem } = useWrite(forget, { refresh: [], onDone: onForgotten });
  const { name } = mapping;
  return (
    <>
      <ProblemNote problem={problem} />
      <Note
        tone="info"
        action={
          <Button small busy={running} onClick={() => void run(mapping)}>
            <Trans>Forget it</Trans>
          </Button>
        }
      >
        <Trans>The columns are read as remembered for “{name}”.</Trans>
      </Note>
    </>
  );
}
