type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** `values` without its undefined ones: "not set" for a construct is an absent property, not an undefined one. */
export const defined = <T extends object>(values: T): Defined<T> =>
  // fromEntries forgets the keys' types; only undefined values are gone, which is what Defined says.
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
