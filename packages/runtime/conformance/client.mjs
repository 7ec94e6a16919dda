// Stands where `/var/runtime/index.mjs` stands on the platform: hands over to the published client, which finds everything else itself.
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
  // As a container image, `aws-lambda-ric app.handler`: the name was in the command line before any preload ran.
  process.argv.push(command);
  await load('bin/index.mjs');
}
