const KEPT_MILLISECONDS = 60_000;

/** Lets the browser save what was fetched; what no file name can have is a hyphen. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MILLISECONDS);
}

export function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-");
}
