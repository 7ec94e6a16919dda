import { defineSanitizer, type Sanitizer } from '../sanitizer.ts';

/** `/`, `@`, `:` and `?` are escaped: what is left can't leave its segment of a path or become a host. A shell still reads `$'()`. */
export const urlEncodingSanitizer: Sanitizer = defineSanitizer({
  id: 'url-encoding',
  calls: { javascript: ['encodeURIComponent'], python: ['urllib.parse.quote', 'urllib.parse.quote_plus', 'urllib.parse.urlencode'] },
  safeFor: ['ssrf', 'lfi'],
});
