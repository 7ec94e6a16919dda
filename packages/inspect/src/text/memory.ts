/** Longer texts rarely come twice. */
export const rememberedLength = 128;
/** What is remembered of earlier events takes less than 128 KB. */
const mostTexts = 512;

/** Adds a text of which nothing came, so that it need not be looked at again. When the set is full all is forgotten: what comes often comes back. */
export function remember(texts: Set<string>, text: string): void {
  if (texts.size >= mostTexts) texts.clear();
  texts.add(text);
}
