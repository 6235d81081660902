import { Backoff } from '../shared/backoff';
import { Refused } from '../shared/session';

type Kind = 'seen' | 'delivered';

const AT_ONCE = 100;

/** Tells the hub what arrived here and what was seen; keeps what could not be told until it can. */
export class Receipts {
  private readonly due: Record<Kind, Set<number>> = { seen: new Set(), delivered: new Set() };
  private running = false;

  constructor(
    private readonly report: (kind: Kind, messageIds: number[]) => Promise<void>,
    private readonly backoff = new Backoff(1_000, 60_000),
  ) {}

  add(kind: Kind, messageIds: number[]): void {
    for (const id of messageIds) {
      this.due[kind].add(id);
      if (kind === 'seen') {
        this.due.delivered.delete(id);
      }
    }
    this.flush();
  }

  flush(): void {
    if (!this.running) {
      this.running = true;
      // What comes in the same turn goes in one call.
      queueMicrotask(
        () =>
          void this.run().finally(() => {
            this.running = false;
          }),
      );
    }
  }

  private async run(): Promise<void> {
    for (const kind of ['seen', 'delivered'] as const) {
      while (this.due[kind].size > 0) {
        const ids = [...this.due[kind]].slice(0, AT_ONCE);
        try {
          await this.report(kind, ids);
        } catch (failure) {
          if (!(failure instanceof Refused) || failure.passing || failure.status === 401) {
            setTimeout(() => this.flush(), this.backoff.next());
            return;
          }
          // Refused for good: there is nothing to say about them.
        }
        this.backoff.reset();
        ids.forEach((id) => this.due[kind].delete(id));
      }
    }
  }
}
