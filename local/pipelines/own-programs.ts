import { existsSync } from 'node:fs';
import path from 'node:path';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { containerOf, platformImage, trainingImageOf } from './images.ts';
import { programFor, type CommandProgram, type Programs } from './programs.ts';

const project = path.join(import.meta.dirname, '../..');

/** The program that trains a use case, and serves its networks. @throws InvalidInputError where its environment was not made. */
export function trainingProgram(useCase: UseCase, given: Programs = {}): CommandProgram {
  const image = trainingImageOf(useCase);
  const program = programFor(ownPrograms(useCase, given), image, '');
  if (program && program.command !== 'entrypoint') return { ...program, command: program.command };
  throw new InvalidInputError('programs in the place of images', [
    { field: image, got: 'no program', expected: 'one with a command of its own' },
  ]);
}

/**
 * The project's own programs in the place of the images that a use case's pipeline names.
 * @param given programs that take their place.
 * @param environments folder of the Python environments.
 * @throws InvalidInputError where the Python environment is needed and was not made.
 */
export function ownPrograms(
  useCase: UseCase,
  given: Programs = {},
  environments = path.join(project, '.venv'),
): Programs {
  // Stands for every image: ours would be found before it.
  if ('*' in given) return given;
  const container = containerOf(useCase);
  const trainingImage = trainingImageOf(useCase);
  const python = path.join(environments, container, 'bin/python');
  if (!(trainingImage in given) && !existsSync(python))
    throw new InvalidInputError('Python environment', [
      {
        field: `.venv/${container}`,
        got: 'nothing',
        expected: `made by \`npm run setup:python -- ${container}\`: ${useCase.name} is trained by Python (${useCase.model.algorithm}); run that first, then start again`,
      },
    ]);
  return {
    [trainingImage]: {
      command: [python, '-m', `modelkeep_${container}`],
      environment: { PYTHONPATH: path.join(project, 'pipelines/containers', container) },
    },
    [platformImage]: {
      command: [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        path.join(project, 'pipelines/containers/assemble/main.ts'),
      ],
      environment: {},
    },
    ...given,
  };
}
