import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CommandProgram } from '../../local/pipelines/programs.ts';
import { skinLesion } from '../../usecases/skin-lesion.ts';

/** Writes an untrained network of the container's own making: what it says is of no matter here. */
const writeNetwork = `
import sys, json, numpy as np, torch
from pathlib import Path
from modelkeep_vision.export import write_model
from modelkeep_vision.hyperparameters import read_settings
from modelkeep_vision.networks import build_network
from modelkeep_vision.specification import parse_specification
specification = parse_specification(json.loads(Path(sys.argv[1]).read_text()))
settings = read_settings({"algorithm": "image-network", "architecture": "small", "imageSize": "32", "seed": sys.argv[3], "folds": "5"})
torch.manual_seed(settings.seed)
network = build_network(settings, len(specification.classes.names), None)
values = {"accuracy": 0.9, "rocAuc": 0.9}
write_model(Path(sys.argv[2]), network, settings, specification, metrics={"method": "none", "rows": 2, "positives": 1, "values": values, "perClass": []},
  rows=(2, 2), data_hash="0" * 64, figures=np.zeros((2, 7)), embeddings={"images": np.array(["a"]), "embeddings": np.zeros((1, 4))}, history=[])
`;

/** Drawn photographs and untrained networks, made by the vision container's own programs, in a folder. */
export class Untrained {
  readonly #program: CommandProgram;
  readonly #folder: string;

  constructor(program: CommandProgram, folder: string) {
    this.#program = program;
    this.#folder = folder;
  }

  /** Paths of drawn photographs. */
  photographs(): readonly string[] {
    const drawn = path.join(this.#folder, 'drawn');
    this.#run('-m', 'modelkeep_vision', 'synthesize', '--folder', drawn, '--lesions', '30', '--size', '64');
    return readdirSync(path.join(drawn, 'images')).map((name) => path.join(drawn, 'images', name));
  }

  /** @returns the folder with network.onnx and network.json. */
  async network(seed: number): Promise<string> {
    const useCase = path.join(this.#folder, 'usecase.json');
    await writeFile(useCase, JSON.stringify(skinLesion));
    const to = path.join(this.#folder, `model-${seed}`);
    this.#run('-c', writeNetwork, useCase, to, String(seed));
    return to;
  }

  #run(...args: string[]): void {
    const { command, environment } = this.#program;
    const env = { ...process.env, ...environment };
    const { status, stderr } = spawnSync(command[0] ?? '', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}
