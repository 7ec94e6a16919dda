import { defineSink, type Sink } from '../sink.ts';

const one = [
  'readFile',
  'readFileSync',
  'writeFile',
  'writeFileSync',
  'appendFile',
  'appendFileSync',
  'createReadStream',
  'createWriteStream',
  'open',
  'openSync',
  'unlink',
  'unlinkSync',
  'rm',
  'rmSync',
  'rmdir',
  'rmdirSync',
  'readdir',
  'readdirSync',
  'mkdir',
  'mkdirSync',
  'chmod',
  'chmodSync',
];
const two = ['rename', 'renameSync', 'copyFile', 'copyFileSync', 'cp', 'cpSync', 'symlink', 'symlinkSync', 'link', 'linkSync'];

/** A path that the file system follows, `..` included. */
export const fileSink: Sink = defineSink({
  id: 'file',
  kind: 'file',
  class: 'lfi',
  calls: {
    javascript: [...one, ...two].flatMap((name) => [`fs.${name}`, `fs.promises.${name}`, `fs/promises.${name}`, `fs-extra.${name}`]),
    python: [
      'open',
      'io.open',
      'os.open',
      'os.remove',
      'os.unlink',
      'os.rename',
      'os.replace',
      'os.listdir',
      'os.mkdir',
      'os.makedirs',
      'os.rmdir',
      'shutil.rmtree',
      'shutil.copy',
      'shutil.copyfile',
      'shutil.move',
      ...['read_text', 'read_bytes', 'write_text', 'write_bytes', 'open', 'unlink'].map((name) => `pathlib.Path().${name}`),
    ],
  },
  inspects({ args, named, receiver, ref }) {
    if (ref.startsWith('pathlib.')) return [receiver];
    const name = ref.slice(ref.lastIndexOf('.') + 1);
    return two.includes(name) || ref.startsWith('shutil.') || name === 'replace' ? args.slice(0, 2) : [args[0] ?? named.get('file')];
  },
});
