import { readdirSync } from "node:fs";
import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** The frame's words are loaded at the start; each screen's folder has its own, which come with it. */
const FRAME = ["api", "directory", "offline", "session", "shell", "ui"];
const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
const features = folders
  .map((entry) => entry.name)
  .filter((name) => !["hints", "i18n", "time", ...FRAME].includes(name));

export default defineConfig({
  sourceLocale: "en",
  locales: ["da", "en"],
  format: formatter({ lineNumbers: false, origins: false }),
  catalogs: [
    {
      path: "src/i18n/words/{locale}",
      include: ["src/*.tsx", "src/*.ts", ...FRAME.map((name) => `src/${name}/**`)],
    },
    ...features.map((name) => ({
      path: `src/${name}/words/{locale}`,
      include: [`src/${name}/*.ts`, `src/${name}/*.tsx`],
    })),
  ],
});
