import { catalogOf } from '../domain/usecase/catalog.ts';
import { breastCancer } from './breast-cancer.ts';
import { medicationAdherence } from './medication-adherence.ts';
import { skinLesion } from './skin-lesion.ts';

/** Every application that the platform carries. Adding one = one file here and one line below. */
export const useCases = catalogOf([breastCancer, medicationAdherence, skinLesion]);

/** What a request on one machine means that names no use case: the one that needs nothing but this project. */
export const defaultUseCase = breastCancer.name;
