import { defineSink, type Sink } from '../sink.ts';

/** A format that can name code to run while it is read. */
export const deserializationSink: Sink = defineSink({
  id: 'deserialization',
  kind: 'code',
  class: 'deserialization',
  calls: {
    javascript: ['node-serialize.unserialize', 'serialize-to-js.deserialize', 'funcster.deepDeserialize', 'v8.deserialize'],
    python: [
      'pickle.loads',
      'pickle.load',
      'cPickle.loads',
      'dill.loads',
      'marshal.loads',
      'jsonpickle.decode',
      'yaml.load',
      'yaml.unsafe_load',
      'shelve.open',
    ],
  },
  inspects({ args, named, ref }) {
    const loader = named.get('Loader') ?? args[1];
    if (ref === 'yaml.load' && loader?.refs.some((each) => /\.C?Safe(?:Loader)?$|SafeLoader$/.test(each))) return [];
    return [args[0]];
  },
});
