import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { toast } from "../ui/toasts.ts";

const LOOK_MILLISECONDS = 30 * 60_000;

/** Registers the worker; a new version waits until the reader says so, and never takes over a page that is in use. */
export function watchForUpdates(): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const controlled = navigator.serviceWorker.controller !== null;
  void navigator.serviceWorker.register("/sw.js").then((registration?: ServiceWorkerRegistration) => {
    if (!registration) return;
    if (registration.waiting) offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const found = registration.installing;
      found?.addEventListener("statechange", () => {
        if (found.state === "installed" && navigator.serviceWorker.controller) offer(found);
      });
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_MILLISECONDS);
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => controlled && location.reload());
}

function offer(worker: ServiceWorker): void {
  toast(i18n._(msg`A new version is ready.`), {
    seconds: null,
    action: { label: i18n._(msg`Reload`), run: () => worker.postMessage("take over") },
  });
}
