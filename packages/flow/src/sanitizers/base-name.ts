import { defineSanitizer, type Sanitizer } from '../sanitizer.ts';

/** The last segment of a path has no way out of the folder. */
export const baseNameSanitizer: Sanitizer = defineSanitizer({
  id: 'base-name',
  calls: {
    javascript: ['path.basename', 'path.posix.basename', 'sanitize-filename'],
    python: ['os.path.basename', 'werkzeug.utils.secure_filename', 'pathvalidate.sanitize_filename'],
  },
  safeFor: ['lfi'],
});
