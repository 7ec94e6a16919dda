import { defineSource, type Source } from '../source.ts';

/** The event names an object; the payload is in what whoever uploaded it wrote. */
export const storedObjectSource: Source = defineSource({
  id: 'stored-object',
  kind: 'storage',
  title: 'a stored object',
  calls: { javascript: [], python: [] },
  operations: ['s3:GetObject', 's3:SelectObjectContent'],
});
