import { catalogOf } from '../domain/usecase/define.ts';
import { breastCancer } from './breast-cancer.ts';

/** Every application that the platform carries. Adding one = one file here and one line below. */
export const useCases = catalogOf([breastCancer]);
