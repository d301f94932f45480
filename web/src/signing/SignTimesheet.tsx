import { lazy, type ReactNode, Suspense, useState } from "react";
import { loadWords } from "../i18n/activate.ts";
import { Button } from "../ui/Button.tsx";
import type { Days } from "./period.ts";

const SigningDialog = lazy(async () => {
  const [module] = await Promise.all([import("./SigningDialog.tsx"), loadWords("signing")]);
  return module;
});

interface Props {
  /** What the button says: the words of this folder come with the dialog. */
  readonly children: ReactNode;
  /** For whom; else it is chosen. */
  readonly customer?: { readonly id: string; readonly name: string };
  /** What is asked for at first; else last month. */
  readonly days?: Days;
}

/** Prints who did what for a customer, to be signed by them. */
export function SignTimesheet({ children, ...asked }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{children}</Button>
      {open && (
        <Suspense fallback={null}>
          <SigningDialog {...asked} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
