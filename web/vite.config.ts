import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstScreen } from "./scripts/firstScreen.ts";
import { serviceWorker } from "./scripts/serviceWorker.ts";

const gateway = process.env.HONORAR_GATEWAY ?? "http://localhost:8480";

/** `vite dev` serves the app and hands every call of the API to a running gateway. */
const SERVICES = ["timer", "rates", "invoicing", "notifier", "qbo-sync", "identity"];
const proxy = Object.fromEntries(SERVICES.map((name) => [`^/${name}/(v1|docs|openapi)`, gateway]));

const PARTS = /src\/(ui|time|i18n|api|directory|session|offline|explain|signing|start)\/\w+(\.module)?\.\w+$/;

/** The words of the frame and of what stands on every screen come as one file of a language, others with their screens. */
function firstWords(module: string): string | null {
  const language = /src\/(?:i18n|shell|timer|start)\/words\/(\w+)\.po$/.exec(module)?.[1];
  return language ? `words-${language}` : null;
}

/** What is asked for together with a screen: not itself, nor what came with the page. */
function asked(screen: string, needed: string[]): string[] {
  return needed.filter(
    (file) => file !== screen && !/\/(rolldown-runtime|framework|frame|first)-/.test(file),
  );
}

export default defineConfig({
  plugins: [react(), ...lingui({ macroTransform: true }), firstScreen("first"), serviceWorker()],
  // React has it itself; the packages that bring it are for older ones.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim$/, replacement: "react" }] },
  server: { proxy },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false, resolveDependencies: asked },
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        // Few files: each costs a round trip on the first visit, and a turn of the service worker on every later one.
        codeSplitting: {
          groups: [
            // What nearly never changes has a file of its own, so that an update does not fetch it again.
            {
              name: "framework",
              test: /rolldown\/runtime|node_modules\/(react|react-dom|scheduler|react-router)\//,
              priority: 4,
            },
            // Everything that the frame needs, in one file: cut by who shares it, it would be a dozen that compress worse.
            { name: "frame", test: /src\/(main|App)\.tsx$/, priority: 3 },
            // What stands on every screen, with the screen that most visits begin on.
            { name: "first", test: /src\/(timer\/Timer(Bar|Page)|shell\/CommandPalette)\.tsx$/, priority: 2 },
            { name: firstWords, test: /\/words\//, priority: 2 },
            // What several screens share.
            { name: "parts", test: PARTS, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  css: { modules: { generateScopedName: "[name]_[local]_[hash:base64:4]" } },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node", isolate: false },
});
