/**
 * `npm run scan:secrets`: looks for secrets in what git tracks. What was looked at and is none stands in
 * .github/secrets-baseline.json; `npm run scan:secrets -- --accept` writes that anew, to be reviewed like code.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const python = path.join(root, '.venv/workflows/bin/python');
const baseline = '.github/secrets-baseline.json';
const execute = (command, args) =>
  spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

if (!existsSync(python)) {
  console.error('scan:secrets: .venv/workflows is missing; run "npm run setup:python -- workflows"');
  process.exit(1);
}
/** Hashes by design. */
const left = /(^|\/)(package-lock\.json|requirements\.lock|\.terraform\.lock\.hcl|secrets-baseline\.json)$/;
const files = execute('git', ['ls-files'])
  .stdout.split('\n')
  .filter((file) => file !== '' && !left.test(file));
/** Words of ours that look like random ones are plenty; keys of known shapes, and what is called a password, are not. */
const plugins = ['Base64HighEntropyString', 'HexHighEntropyString'].flatMap((name) => [
  '--disable-plugin',
  name,
]);

if (process.argv.includes('--accept')) {
  const { status, stdout, stderr } = execute(python, ['-m', 'detect_secrets', 'scan', ...plugins, ...files]);
  if (status === 0) {
    const { generated_at: _, ...report } = JSON.parse(stdout);
    writeFileSync(path.join(root, baseline), `${JSON.stringify(report, null, 2)}\n`);
  } else console.error(stderr);
  process.exitCode = status;
} else {
  const args = [
    '-m',
    'detect_secrets.pre_commit_hook',
    '--baseline',
    baseline,
    ...files.filter((file) => existsSync(path.join(root, file))),
  ];
  const { status, stdout, stderr } = execute(python, args);
  if (status === 0) console.log(`scan:secrets: no new secret in ${files.length} files`);
  else
    console.error(
      `${stdout}${stderr}\nscan:secrets: take it out and make a new one; where it is none, --accept`,
    );
  process.exitCode = status ?? 1;
}
