import type { Finding } from '@postern/core';

/** `{"findings":[…]}`, for programs. */
export function writeJson(findings: readonly Finding[]): string {
  return writeJsonDocument({ findings });
}

/**
 * A document as JSON that is safe to look at: characters that forge a terminal's output or turn its direction, which JSON
 * allows raw inside of strings, are written as escapes. The data is the same.
 */
export function writeJsonDocument(document: unknown, indent: number = 2): string {
  const json = JSON.stringify(document, null, indent);
  const safe = json.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `${safe}\n`;
}
