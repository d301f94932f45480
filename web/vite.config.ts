import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { serviceWorker } from "./scripts/serviceWorker.ts";

const gateway = process.env.HONORAR_GATEWAY ?? "http://127.0.0.1:8480";

/** `vite dev` serves the app and hands every call of the API to a running gateway. */
const SERVICES = ["timer", "rates", "invoicing", "notifier", "qbo-sync", "identity"];
const proxy = Object.fromEntries(SERVICES.map((name) => [`^/${name}/(v1|docs|openapi)`, gateway]));

export default defineConfig({
  plugins: [react(), ...lingui({ macroTransform: true }), serviceWorker()],
  server: { proxy },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        // What nearly never changes has files of its own, so that an update does not fetch it again.
        codeSplitting: {
          groups: [
            {
              name: "framework",
              test: /node_modules\/(react|react-dom|scheduler|react-router)\//,
              priority: 2,
            },
            // Everything that the frame needs, in one file: cut by who shares it, it would be a dozen that compress worse.
            { name: "frame", test: /src\/App\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  css: { modules: { generateScopedName: "[name]_[local]_[hash:base64:4]" } },
  test: { include: ["src/**/*.test.{ts,tsx}"], environment: "node", isolate: false },
});
