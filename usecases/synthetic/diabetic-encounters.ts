import { seededRandom, type Random } from '../../domain/numeric/random.ts';

/** Columns in the spelling of the public table; every identifier begins with SYNTHETIC. */
export const syntheticColumns = [
  'encounter_id',
  'patient_nbr',
  'race',
  'gender',
  'age',
  'admission_type_id',
  'discharge_disposition_id',
  'admission_source_id',
  'time_in_hospital',
  'num_lab_procedures',
  'num_procedures',
  'num_medications',
  'number_outpatient',
  'number_emergency',
  'number_inpatient',
  'number_diagnoses',
  'max_glu_serum',
  'A1Cresult',
  'metformin',
  'glipizide',
  'glyburide',
  'glimepiride',
  'pioglitazone',
  'rosiglitazone',
  'repaglinide',
  'insulin',
  'change',
  'diabetesMed',
  'readmitted',
] as const;
export type SyntheticEncounter = Readonly<Record<(typeof syntheticColumns)[number], string>>;

const decades = Array.from({ length: 10 }, (_, i) => `[${i * 10}-${i * 10 + 10})`);
/** Shares of oral drugs that are given at all. */
const oralDrugs = {
  metformin: 0.15,
  glipizide: 0.14,
  glyburide: 0.12,
  glimepiride: 0.05,
  pioglitazone: 0.03,
  rosiglitazone: 0.05,
  repaglinide: 0.01,
} as const;

/**
 * Made-up hospital stays of made-up patients with diabetes, without end: for tests and demonstrations only. Marginal shares
 * are about those of the public table; what makes a patient come back is invented (earlier stays and emergencies, age,
 * insulin that was changed, a discharge to a nursing home), so a model of them says nothing about any real patient. One
 * patient in four stays twice. Deterministic by seed.
 */
export function* syntheticEncounters(seed: number): Generator<SyntheticEncounter, never, void> {
  const random = seededRandom(seed);
  let stay = 0;
  for (let patient = 1; ; patient += 1) {
    const person = personOf(random);
    for (let visits = random.next() < 0.25 ? 2 : 1; visits > 0; visits -= 1) {
      stay += 1;
      yield {
        encounter_id: `SYNTHETIC-E${String(stay).padStart(7, '0')}`,
        patient_nbr: `SYNTHETIC-P${String(patient).padStart(7, '0')}`,
        ...stayOf(random, person),
      };
    }
  }
}

/** The first `count` stays as CSV with a header. */
export function syntheticDiabeticCsv(count: number, seed: number): string {
  const stays = syntheticEncounters(seed);
  const lines = Array.from({ length: count }, () => {
    const stay = stays.next().value;
    return syntheticColumns.map((name) => stay[name]).join(',');
  });
  return `${[syntheticColumns.join(','), ...lines].join('\n')}\n`;
}

interface Person {
  readonly race: string;
  readonly gender: string;
  /** 0 to 9. */
  readonly decade: number;
  /** How ill, normal with mean 0 and standard deviation 1. */
  readonly frailty: number;
}

const personOf = (random: Random): Person => ({
  race: pick(random, { Caucasian: 0.72, AfricanAmerican: 0.22, Hispanic: 0.02, Asian: 0.01, Other: 0.03 }),
  gender: random.next() < 0.54 ? 'Female' : 'Male',
  decade: within(Math.round(6 + 1.7 * random.normal()), 0, 9),
  frailty: random.normal(),
});

function stayOf(
  random: Random,
  { race, gender, decade, frailty }: Person,
): Omit<SyntheticEncounter, 'encounter_id' | 'patient_nbr'> {
  const days = within(Math.round(4.5 + 1.2 * frailty + 2.5 * random.normal()), 1, 14);
  const inpatient = counted(random, 0.5 * Math.exp(0.7 * frailty));
  const emergency = counted(random, 0.15 * Math.exp(0.6 * frailty));
  const insulin = pick(random, { No: 0.47, Steady: 0.31, Down: 0.12, Up: 0.1 });
  const drugs = Object.fromEntries(
    Object.entries(oralDrugs).map(([name, share]) => {
      if (random.next() >= share) return [name, 'No'];
      return [name, pick(random, { Steady: 0.87, Up: 0.08, Down: 0.05 })];
    }),
  ) as Record<keyof typeof oralDrugs, string>;
  const given = [insulin, ...Object.values(drugs)];
  const discharge = pick(random, { '1': 0.63, '25': 0.1, '6': 0.12, '3': 0.11, '2': 0.02, '11': 0.02 });
  const risk =
    -3.3 +
    0.75 * Math.min(inpatient, 4) +
    0.6 * Math.min(emergency, 3) +
    0.3 * Math.max(0, decade - 5) +
    (insulin === 'Up' || insulin === 'Down' ? 0.7 : 0) +
    (discharge === '3' ? 0.8 : 0) +
    0.05 * (days - 4);
  const comesBack = random.next() < 1 / (1 + Math.exp(-risk));
  return {
    race,
    gender,
    age: decades[decade] ?? '[60-70)',
    admission_type_id: pick(random, { '1': 0.53, '2': 0.18, '3': 0.19, '6': 0.1 }),
    discharge_disposition_id: discharge,
    admission_source_id: pick(random, { '7': 0.57, '1': 0.29, '17': 0.07, '4': 0.04, '2': 0.03 }),
    time_in_hospital: String(days),
    num_lab_procedures: String(within(Math.round(44 + 3 * frailty + 17 * random.normal()), 1, 120)),
    num_procedures: String(within(Math.round(Math.abs(1.7 * random.normal())), 0, 6)),
    num_medications: String(within(Math.round(15 + 2 * frailty + 6 * random.normal()), 1, 60)),
    number_outpatient: String(counted(random, 0.25)),
    number_emergency: String(emergency),
    number_inpatient: String(inpatient),
    number_diagnoses: String(within(Math.round(7 + frailty + 1.5 * random.normal()), 1, 16)),
    max_glu_serum: pick(random, { None: 0.93, Norm: 0.03, '>200': 0.02, '>300': 0.02 }),
    A1Cresult: pick(random, { None: 0.8, '>8': 0.12, '>7': 0.04, Norm: 0.04 }),
    ...drugs,
    insulin,
    change: given.some((how) => how === 'Up' || how === 'Down') ? 'Ch' : 'No',
    diabetesMed: given.every((how) => how === 'No') ? 'No' : 'Yes',
    readmitted: comesBack ? '<30' : random.next() < 0.35 ? '>30' : 'NO',
  };
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** One of the keys, by their shares, which add up to one. */
function pick<K extends string>(random: Random, shares: Readonly<Record<K, number>>): K {
  let left = random.next();
  // Keys of a literal are its keys.
  const entries = Object.entries(shares) as [K, number][];
  for (const [key, share] of entries) {
    left -= share;
    if (left < 0) return key;
  }
  return entries[0]![0];
}

/** A Poisson number (Knuth), at most 15. */
function counted(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let product = random.next();
  let n = 0;
  while (product > limit && n < 15) {
    product *= random.next();
    n += 1;
  }
  return n;
}
