import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin, Rolldown } from "vite";

/** What must be there without a network: the frame, and the folders of the screens that work offline, with their words. */
const OFFLINE = /\/src\/(main\.tsx|ui\/ComboboxPicker|(i18n|refusals|shell|timer|week|attention|inbox)\/)/;

/** Writes `sw.js`: our worker (`src/sw.js`) with the list of files of this build. */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const needed = Object.keys(bundle).filter((name) =>
        modulesOf(bundle[name]).some((module) => OFFLINE.test(module)),
      );
      const files = withImports(bundle, needed);
      const paths = ["/", "/manifest.webmanifest", "/icon.svg", ...files.map((name) => `/${name}`)];
      const build = createHash("sha256").update(Object.keys(bundle).sort().join()).digest("hex").slice(0, 12);
      const source = readFileSync("src/sw.js", "utf8")
        .replace('["__FILES__"]', JSON.stringify(paths))
        .replace("__BUILD__", build);
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

function modulesOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): string[] {
  return file?.type === "chunk" ? file.moduleIds : [];
}

function withImports(bundle: Rolldown.OutputBundle, names: string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const file = bundle[name];
    if (file === undefined || found.has(name)) return;
    found.add(name);
    if (file.type !== "chunk") return;
    for (const other of file.imports) visit(other);
    for (const style of (file as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ??
      [])
      visit(style);
  };
  for (const name of names) visit(name);
  return [...found].filter((name) => name !== "index.html").sort();
}
