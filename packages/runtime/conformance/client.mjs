// Stands where `/var/runtime/index.mjs` stands on the platform: hands over to the published client, which finds everything else itself.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const { CONFORMANCE_CLIENT: folder, CONFORMANCE_COMMAND: command, LAMBDA_TASK_ROOT: root, _HANDLER: handler } = process.env;
delete process.env.CONFORMANCE_CLIENT;
delete process.env.CONFORMANCE_COMMAND;
const load = (file) => import(pathToFileURL(`${folder}/${file}`).href);
if (command === undefined) {
  // As the platform's own main module, which reads the handler's name when preloads have run.
  const { run } = await load('dist/index.mjs');
  await run(root, handler);
} else {
  // As a container image, `aws-lambda-ric app.handler`: a process with the name in its command line before any preload runs.
  const child = spawn(process.execPath, [`${folder}/bin/index.mjs`, command], {
    cwd: root,
    env: { ...process.env, _HANDLER: command },
    stdio: ['ignore', 1, 2, 3],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  child.on('exit', (code) => process.exit(code ?? 1));
}
