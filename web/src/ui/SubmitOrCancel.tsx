import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button, type Look } from "./Button.tsx";
import { FormActions } from "./Form.tsx";

interface Props {
  /** What submitting does. */
  readonly children: ReactNode;
  readonly look?: Look;
  readonly busy?: boolean;
  /** Why it cannot be submitted. */
  readonly off?: string | undefined;
  readonly onCancel: () => void;
}

/** The end of a form in a dialog. */
export function SubmitOrCancel({ children, look = "primary", busy = false, off, onCancel }: Props) {
  const { t } = useLingui();
  return (
    <FormActions>
      <Button type="submit" look={look} busy={busy} off={off}>
        {children}
      </Button>
      <Button onClick={onCancel}>{t`Cancel`}</Button>
    </FormActions>
  );
}
