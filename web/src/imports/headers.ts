const DELIMITERS = [",", ";", "\t"];

/** The names in the first line of a CSV file, quoted or not. */
export function headersOf(text: string): string[] {
  const line = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  const [delimiter = ","] = [...DELIMITERS].sort((one, other) => times(line, other) - times(line, one));
  const names: string[] = [];
  let name = "";
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      names.push(name.trim());
      name = "";
    } else name += char;
  }
  return [...names, name.trim()].filter(Boolean);
}

function times(line: string, char: string): number {
  return line.split(char).length;
}
