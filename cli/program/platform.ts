import { userInfo } from 'node:os';
import { Option, type Command } from 'commander';
import type { UseCase } from '../../domain/usecase/schema.ts';
import {
  emulatorOption,
  emulatorPortOption,
  envOption,
  stacksOption,
  urlOption,
  useCaseOption,
  wholeNumber,
} from './options.ts';

interface Common {
  readonly url: string;
  readonly json: boolean;
  readonly useCase?: UseCase;
  readonly user: string;
  readonly reason?: string;
}

interface RetrainArguments {
  readonly reason: string;
  readonly env?: string;
  readonly emulator: boolean;
  readonly port: number;
  readonly stacks?: string;
}

const versionNumber = wholeNumber(1, 999_999);

const userOption = (): Option =>
  new Option('--user <name>', 'who acts, for the audit').env('MODELKEEP_USER').default(userInfo().username);

/** What the commands take: a use case by its name, and only what was given. */
const given = ({
  useCase,
  reason,
  ...rest
}: Common): Omit<Common, 'useCase'> & { readonly useCase?: string } => ({
  ...rest,
  ...(useCase === undefined ? {} : { useCase: useCase.name }),
  ...(reason === undefined ? {} : { reason }),
});

/** Commands that talk to a running platform. */
export function addPlatformCommands(root: Command): void {
  addViews(root);
  addActions(root);
}

function addViews(root: Command): void {
  root
    .command('status')
    .description('what a running platform serves, and how it is')
    .addOption(urlOption())
    .option('--json', 'as JSON', false)
    .action(async (options: Common) => {
      const { runStatus } = await import('../commands/status.ts');
      process.exitCode = await runStatus(options);
    });
  const models = root
    .command('models')
    .description('the versions of a model, the newest first')
    .addOption(urlOption())
    .addOption(useCaseOption())
    .option('--json', 'as JSON', false)
    .action(async (options: Common) => {
      const { runModels } = await import('../commands/models.ts');
      process.exitCode = await runModels(given(options));
    });
  models
    .command('card')
    .description("a version's card (Markdown): what it is for, what made it, how good it is, who approved it")
    .argument('<version>', 'number of the version', versionNumber)
    // The options are those of `models`: they may stand before or after the word.
    .action(async (version: number, _: unknown, command: Command) => {
      const { runModelCard } = await import('../commands/models.ts');
      process.exitCode = await runModelCard(version, given(command.optsWithGlobals<Common>()));
    });
  root
    .command('executions')
    .description('the retrainings, or one with the states it went through')
    .argument('[id]', 'name of an execution')
    .addOption(urlOption())
    .addOption(useCaseOption())
    .option('--json', 'as JSON', false)
    .action(async (id: string | undefined, options: Common) => {
      const { runExecutions } = await import('../commands/executions.ts');
      process.exitCode = await runExecutions(id, given(options));
    });
}

function addActions(root: Command): void {
  root
    .command('token')
    .description('print an access token of the platform on this machine, for curl and scripts')
    .addOption(urlOption())
    .addOption(userOption())
    .action(async (options: { readonly url: string; readonly user: string }) => {
      const { runToken } = await import('../commands/token.ts');
      process.exitCode = await runToken(options);
    });
  for (const decision of ['approve', 'reject'] as const) {
    root
      .command(decision)
      .description(`${decision} a version that waits for a decision`)
      .argument('<version>', 'number of the version', versionNumber)
      .addOption(urlOption())
      .addOption(useCaseOption())
      .addOption(userOption())
      .option('--reason <text>', 'why, for the record; a rejection wants one')
      .action(async (version: number, options: Common) => {
        const { runDecide } = await import('../commands/models.ts');
        process.exitCode = await runDecide(version, decision, given(options));
      });
  }
  root
    .command('retrain')
    .description('ask for a retraining: a running platform, or with --env a deployed one')
    .requiredOption('--reason <text>', 'why, for the record')
    .addOption(urlOption())
    .addOption(envOption())
    .addOption(emulatorOption())
    .addOption(emulatorPortOption())
    .addOption(stacksOption())
    .addOption(useCaseOption())
    .addOption(userOption())
    .option('--json', 'as JSON', false)
    .action(async (options: Common & RetrainArguments) => {
      const { env, emulator, port, stacks, reason } = options;
      if (env === undefined) {
        const { runRetrain } = await import('../commands/retrain.ts');
        process.exitCode = await runRetrain({ ...given(options), reason });
        return;
      }
      const { runRetrainDeployed } = await import('../commands/retrain-deployed.ts');
      process.exitCode = await runRetrainDeployed({ ...given(options), reason, env, emulator, port, stacks });
    });
  for (const action of ['pause', 'resume'] as const) {
    root
      .command(action)
      .description(
        action === 'pause' ? 'stop serving and retraining a use case' : 'let a paused use case go on',
      )
      .addOption(useCaseOption().makeOptionMandatory())
      .requiredOption('--reason <text>', 'why, for the audit')
      .addOption(urlOption())
      .addOption(userOption())
      .action(async (options: Common & { readonly useCase: UseCase; readonly reason: string }) => {
        const { runSwitch } = await import('../commands/switch.ts');
        process.exitCode = await runSwitch(action, { ...options, useCase: options.useCase.name });
      });
  }
}
