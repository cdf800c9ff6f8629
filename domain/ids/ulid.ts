import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from '../ports.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeDigits = 10;
const randomDigits = 16;

/**
 * ULIDs (github.com/ulid/spec): 48 bits of milliseconds, 80 random bits, in Crockford's base 32. Monotonic: within a
 * millisecond, and where the clock steps back, the random part counts up, so that ids of one process sort as they were made.
 */
export class Ulids implements Ids {
  readonly #clock: Clock;
  readonly #random: () => Uint8Array;
  #time = -1;
  #digits: number[] = [];

  /** @param random gives 16 bytes, of which the low five bits count. */
  constructor(clock: Clock, random: () => Uint8Array = () => randomBytes(randomDigits)) {
    this.#clock = clock;
    this.#random = random;
  }

  next(): string {
    const now = this.#clock.now().getTime();
    if (now > this.#time) this.#start(now);
    else if (!countUp(this.#digits)) this.#start(this.#time + 1);
    return encodeTime(this.#time) + this.#digits.map((digit) => alphabet.charAt(digit)).join('');
  }

  #start(time: number): void {
    this.#time = time;
    this.#digits = Array.from(this.#random(), (byte) => byte & 31);
  }
}

/** One more, in place; false where all digits were 31 already. */
function countUp(digits: number[]): boolean {
  for (let i = digits.length - 1; i >= 0; i -= 1) {
    const digit = digits[i] ?? 0;
    if (digit < 31) {
      digits[i] = digit + 1;
      return true;
    }
    digits[i] = 0;
  }
  return false;
}

function encodeTime(milliseconds: number): string {
  let rest = milliseconds;
  let text = '';
  for (let i = 0; i < timeDigits; i += 1) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** When the id was made, in milliseconds since 1970. */
export const millisecondsOfUlid = (id: string): number =>
  Array.from(id.slice(0, timeDigits)).reduce((sum, digit) => sum * 32 + alphabet.indexOf(digit), 0);

/** A ULID of that moment whose other digits come from the bytes (16 at least): the same for the same. */
export const ulidAt = (milliseconds: number, bytes: Uint8Array): string =>
  encodeTime(milliseconds) +
  Array.from(bytes.subarray(0, randomDigits), (byte) => alphabet.charAt(byte & 31)).join('');
