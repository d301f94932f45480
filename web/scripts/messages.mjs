// Fails when a text lacks its Danish, or the catalogs do not fit the code; writes nothing. `make web-messages` mends the latter.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const before = new Map(catalogs().map((path) => [path, readFileSync(path, "utf8")]));
execFileSync("lingui", ["extract", "--clean"], { stdio: ["ignore", "ignore", "inherit"] });
const failures = [];
for (const path of catalogs()) {
  const now = readFileSync(path, "utf8");
  const old = before.get(path);
  if (content(old ?? "") !== content(now))
    failures.push(`${path} does not fit the code: run 'make web-messages'`);
  if (path.endsWith("/da.po"))
    failures.push(...untranslated(now).map((id) => `${path}: no Danish for ${id}`));
  if (old === undefined) rmSync(path);
  else if (old !== now) writeFileSync(path, old);
}
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

function catalogs() {
  return readdirSync("src", { recursive: true })
    .filter((name) => name.endsWith(".po"))
    .map((name) => `src/${name}`);
}

function content(text) {
  return text.replace(/^"POT-Creation-Date.*$/m, "");
}

function untranslated(text) {
  const entries = text.split("\n\n").slice(1);
  const empty = entries.filter(
    (entry) =>
      /^msgid /m.test(entry) &&
      /^msgstr ""\n?$/m.test(`${entry.trimEnd()}\n`) &&
      !/^msgstr ""\n"/m.test(entry),
  );
  return empty.map((entry) =>
    entry
      .split("\n")
      .filter((line) => line.startsWith("msgid"))
      .join(" "),
  );
}
