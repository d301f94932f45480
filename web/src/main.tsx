import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./App.tsx";
import { newQueryClient } from "./api/queryClient.ts";
import { activate, preferredLanguage } from "./i18n/activate.ts";
import { startFlushing } from "./offline/flush.ts";
import { keepForOffline, restoreKept } from "./offline/keep.ts";
import { screensAt } from "./routes.tsx";
import { awaitScreens } from "./screen.tsx";
import { Announcer } from "./ui/Announcer.tsx";
import { Toasts } from "./ui/Toasts.tsx";
import { applyTheme } from "./ui/theme.ts";
import "./ui/tokens.css";
import "./ui/base.css";

/** How long the first paint waits for the first screen: on a later visit it comes from this device within that. */
const PATIENCE_MILLISECONDS = 200;

/** The first paint shows who was logged in and what was read when the app was last open; the services then correct it. */
async function start(place: HTMLElement): Promise<void> {
  applyTheme();
  const client = newQueryClient();
  await Promise.all([
    activate(preferredLanguage()),
    restoreKept(client),
    awaitScreens(screensAt(location.pathname), PATIENCE_MILLISECONDS),
  ]);
  keepForOffline(client);
  startFlushing(client);
  createRoot(place).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <Announcer />
            <App />
            <Toasts />
          </BrowserRouter>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
  const { watchForUpdates } = await import("./shell/update.ts");
  watchForUpdates();
  const { followHints } = await import("./hints/follow.ts");
  followHints(client);
}

const place = document.getElementById("app");
if (place) void start(place);
