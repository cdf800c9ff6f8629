import { seededRandom, type Random } from '../numeric/random.ts';

/**
 * Chooses `size` rows of a stream of unknown length, each with the same chance (Li's algorithm L, ACM TOMS 20, 1994):
 * deterministic, and nearly free for the rows that it does not take.
 */
export class RowReservoir {
  private readonly random: Random;
  private readonly size: number;
  private row = 0;
  private weight = 1;
  private next: number;

  constructor(size: number, seed = 1) {
    this.size = size;
    this.random = seededRandom(seed);
    this.next = size - 1;
    this.skip();
  }

  /** For each row in turn: the place that it takes, or -1. The first `size` rows take places 0, 1, 2 … */
  place(): number {
    const row = this.row;
    this.row += 1;
    if (row < this.size) return row;
    if (row < this.next) return -1;
    this.skip();
    return this.random.below(this.size);
  }

  private skip(): void {
    this.weight *= Math.exp(Math.log(this.chance()) / this.size);
    this.next += Math.floor(Math.log(this.chance()) / Math.log1p(-this.weight)) + 1;
  }

  /** In (0, 1]: its logarithm is finite. */
  private chance(): number {
    return 1 - this.random.next();
  }
}
