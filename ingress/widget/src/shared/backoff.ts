/** Growing pauses with a random part, so that many visitors do not come back at the same moment. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly first = 500,
    private readonly most = 30_000,
    private readonly random: () => number = Math.random,
  ) {}

  next(): number {
    const ceiling = Math.min(this.most, this.first * 2 ** this.failures++);
    return ceiling / 2 + (this.random() * ceiling) / 2;
  }

  reset(): void {
    this.failures = 0;
  }
}
