// Fails when a text lacks its Danish, when one text has two, or the catalogs do not fit the code; writes nothing.
// `make web-messages` mends the last.
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
failures.push(...contradictions());
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

/** All folders' words share one space when they are loaded, so a text has one Danish everywhere; `context` parts two meanings. */
function contradictions() {
  const danish = new Map();
  for (const path of catalogs().filter((name) => name.endsWith("/da.po"))) {
    for (const { text, translation } of messages(readFileSync(path, "utf8"))) {
      const folders = danish.get(text) ?? danish.set(text, new Map()).get(text);
      folders.set(translation, [...(folders.get(translation) ?? []), path.split("/")[1]]);
    }
  }
  return [...danish]
    .filter(([, translations]) => translations.size > 1)
    .map(([text, translations]) => {
      const told = [...translations].map(([words, folders]) => `${words} (${folders.join(", ")})`);
      return `${text} has more than one Danish, give one of its meanings a context: ${told.join("; ")}`;
    });
}

/** A catalog's messages: the English text with its context, and what it is in Danish. */
function messages(catalog) {
  const part = (entry, keyword) => {
    const [, lines] = entry.match(new RegExp(`^${keyword} ((?:".*"\\n?)+)`, "m")) ?? [];
    return lines?.trim().replaceAll('"\n"', "");
  };
  return catalog
    .split("\n\n")
    .slice(1)
    .filter((entry) => /^msgid /m.test(entry))
    .map((entry) => ({
      text: [part(entry, "msgctxt"), part(entry, "msgid")]
        .filter(Boolean)
        .reverse()
        .join(" in the sense of "),
      translation: part(entry, "msgstr"),
    }));
}
