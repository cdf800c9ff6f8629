import { InvalidArgumentError, Option } from 'commander';
import { useCases } from '../../usecases/index.ts';
import { defaultUrl } from '../io/client.ts';

export const portOption = (): Option =>
  new Option('--port <n>', 'port on 127.0.0.1; 0 takes a free one')
    .env('MODELKEEP_PORT')
    .default(4780)
    .argParser(wholeNumber(0, 65_535));
export const urlOption = (): Option =>
  new Option('--url <address>', 'address of the running platform').env('MODELKEEP_URL').default(defaultUrl);

/** Of the commands that talk to what was deployed. */
export const envOption = (): Option => new Option('--env <name>', 'an environment of stacks/environments');
export const emulatorOption = (): Option =>
  new Option('--emulator', 'ask the AWS emulator on this machine, about what was deployed there').default(
    false,
  );
export const emulatorPortOption = (): Option =>
  new Option('--port <n>', 'where the emulator listens').default(5000).argParser(wholeNumber(1, 65_535));
export const stacksOption = (): Option =>
  new Option('--stacks <folder>', 'names from these stacks, written by npm run synth (default: made anew)');

export const useCaseOption = (): Option =>
  new Option('--use-case <name>', `one of ${useCases.names.join(', ')}`).argParser((name) => {
    if (!useCases.names.includes(name))
      throw new InvalidArgumentError(`Expected one of ${useCases.names.join(', ')}.`);
    return useCases.get(name);
  });

export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    return value;
  };
