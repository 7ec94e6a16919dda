import { defineSource, type Source } from '../source.ts';

/** What an error says about the inside of the program. A caught error is one without a call. */
export const errorTextSource: Source = defineSource({
  id: 'error-text',
  kind: 'error',
  title: 'the text of an error',
  calls: { javascript: [], python: ['traceback.format_exc', 'traceback.format_exception', 'traceback.format_stack', 'sys.exc_info'] },
});
