const unavailable = (): never => {
  throw new Error('hashing belongs to the platform, not to the page');
};

/** Stands in for node:crypto (vite.config.ts). */
export { unavailable as createHash, unavailable as createHmac };
