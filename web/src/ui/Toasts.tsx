import { useLingui } from "@lingui/react/macro";
import { Button, IconButton } from "./Button.tsx";
import { CloseIcon } from "./icons.tsx";
import styles from "./Toasts.module.css";
import { dismiss, type Toast, useToasts } from "./toasts.ts";

/** The place where toasts appear; it is a live region, so they are read aloud. */
export function Toasts() {
  const { t } = useLingui();
  const toasts = useToasts();
  return (
    <section className={styles.toasts} aria-label={t`Messages`} aria-live="polite">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function OneToast({ toast: { id, message, tone, action } }: { readonly toast: Toast }) {
  const { t } = useLingui();
  const act = () => {
    dismiss(id);
    action?.run();
  };
  return (
    <div className={styles.toast} data-tone={tone}>
      <p>{message}</p>
      {action && (
        <Button small onClick={act}>
          {action.label}
        </Button>
      )}
      <IconButton name={t`Close`} onClick={() => dismiss(id)}>
        <CloseIcon size={16} />
      </IconButton>
    </div>
  );
}
