const LONGEST_SIDE = 2200;
const QUALITY = 0.85;

/**
 * A photo, small enough to be sent from a phone and without what the camera wrote into it, such as where it was taken. What
 * is no JPEG goes as it is, and so does one that this browser cannot read.
 */
export async function prepared(file: File): Promise<File> {
  if (file.type !== "image/jpeg") return file;
  try {
    return await drawn(file);
  } catch {
    return file;
  }
}

async function drawn(file: File): Promise<File> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { width, height } = sized(picture.width, picture.height);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new File([blob], file.name, { type: "image/jpeg" });
}

/** As large as a receipt can be read, in its proportions. */
export function sized(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
