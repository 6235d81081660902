/** Reads server-sent events from the answer to any request; browsers do it for GET alone. */

export interface ServerEvent {
  type: string;
  data: string;
}

/** Takes text in whatever pieces it comes, and tells of each event that is whole. */
export class EventReader {
  private rest = '';

  constructor(private readonly tell: (event: ServerEvent) => void) {}

  read(text: string): void {
    // A line end may itself come in two pieces: what could be half of one waits.
    const whole = this.rest + text;
    const held = whole.endsWith('\r') ? '\r' : '';
    const blocks = whole.slice(0, whole.length - held.length).replace(/\r\n?/g, '\n').split('\n\n');
    this.rest = (blocks.pop() ?? '') + held;
    blocks.forEach((block) => this.event(block));
  }

  /** What was not ended by an empty line is no event. */
  private event(block: string): void {
    let type = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (field === 'event') {
        type = value ?? type;
      } else if (field === 'data') {
        data.push(value ?? '');
      }
    }
    if (data.length) {
      this.tell({ type, data: data.join('\n') });
    }
  }
}
