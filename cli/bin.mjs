#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that a too old one gets a sentence instead of a syntax error.
import process from 'node:process';

var version = process.versions.node.split('.').map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  process.stderr.write(
    'modelkeep: got Node ' +
      process.versions.node +
      ', needs 22.18 or newer; on Linux x64 `npm start` and `npx modelkeep` bring their own after `npm ci`\n',
  );
  process.exitCode = 2;
} else {
  import('node:module')
    .then(function (module) {
      // Compiled and type-stripped code is kept between runs: the second start is about twice as fast.
      module.enableCompileCache();
      return import('./main.ts');
    })
    .then(
      function (main) {
        return main.main(process.argv.slice(2));
      },
      function (error) {
        // A use-case file that does not fit fails while it is loaded: its message names file, field and what is allowed.
        process.stderr.write(
          'modelkeep: ' + (error.name === 'InvalidInputError' ? error.message : error.stack) + '\n',
        );
        process.exitCode = error.name === 'InvalidInputError' ? 2 : 1;
      },
    );
}
