/**
 * The agents' stream. It comes back by itself with its cursor, so that nothing is missed; a frame seen twice is dropped here.
 */
const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 15_000;

export class Stream extends EventTarget {
  constructor(api) {
    super();
    this.api = api;
    this.cursor = null;
    this.wait = SHORTEST_WAIT;
    this.closed = false;
    this.connect();
    addEventListener('online', () => this.retryNow());
  }

  connect() {
    this.socket = new WebSocket(this.api.streamUrl(this.cursor));
    this.socket.onmessage = (event) => this.receive(JSON.parse(event.data));
    this.socket.onclose = () => this.lost();
  }

  receive(frame) {
    if (frame.id && this.cursor && frame.type !== 'caught-up' && frame.type !== 'reset' && older(frame.id, this.cursor)) {
      return;
    }
    if (frame.id) {
      this.cursor = frame.id;
    }
    if (frame.type === 'caught-up') {
      this.wait = SHORTEST_WAIT;
      this.dispatchEvent(new Event('live'));
    } else if (frame.type === 'reset') {
      this.dispatchEvent(new Event('reset'));
    } else {
      this.dispatchEvent(new CustomEvent('frame', { detail: frame }));
    }
  }

  lost() {
    if (this.closed) {
      return;
    }
    this.dispatchEvent(new Event('lost'));
    this.timer = setTimeout(() => this.connect(), this.wait * (0.5 + Math.random()));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  retryNow() {
    if (this.socket.readyState === WebSocket.CLOSED && !this.closed) {
      clearTimeout(this.timer);
      this.connect();
    }
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.close();
  }
}

function older(id, cursor) {
  const [time, sequence] = id.split('-').map(Number);
  const [cursorTime, cursorSequence] = cursor.split('-').map(Number);
  return time < cursorTime || (time === cursorTime && sequence <= cursorSequence);
}
