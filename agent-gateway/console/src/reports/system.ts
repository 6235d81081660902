/** How the hub is, in the shape charts and tables take. */
import { bytes } from '@/lib/time';

export interface Sample {
  node: string;
  at: number;
  seconds: number;
  received: number;
  sent: number;
  events: number;
  sessions: number;
  latency_millis: number | null;
  latency_p95_millis: number | null;
}

export interface Health {
  status: string;
  details?: Record<string, unknown>;
  components?: Record<string, Health>;
}

export interface Lag {
  group: string;
  topic: string;
  lag: number;
}

export interface Minute {
  at: number;
  received: number;
  sent: number;
  latency: number | null;
  p95: number | null;
}

/** All nodes together, by the minute: messages are summed, of latencies the mean, and of the 95th percentiles the worst. */
export function minutesOf(samples: readonly Sample[]): Minute[] {
  const minutes = new Map<number, Sample[]>();
  samples.forEach((it) => {
    const at = Math.floor(it.at / 60) * 60;
    minutes.set(at, [...(minutes.get(at) ?? []), it]);
  });
  return [...minutes].sort(([a], [b]) => a - b).map(([at, some]) => {
    const latencies = some.map((it) => it.latency_millis).filter((it) => it !== null);
    const worst = some.map((it) => it.latency_p95_millis).filter((it) => it !== null);
    return {
      at,
      received: some.reduce((sum, it) => sum + it.received, 0),
      sent: some.reduce((sum, it) => sum + it.sent, 0),
      latency: latencies.length ? latencies.reduce((sum, it) => sum + it, 0) / latencies.length : null,
      p95: worst.length ? Math.max(...worst) : null,
    };
  });
}

/** Sizes on disk are told in bytes. */
const shown = (name: string, value: unknown) => (typeof value === 'number' && ['total', 'free', 'threshold'].includes(name) ? bytes(value) : String(value));

/** What says nothing to whoever looks whether all is well. */
const IDLE_PARTS = new Set(['ping', 'ssl', 'livenessState']);
const IDLE_DETAILS = new Set(['path', 'exists', 'threshold', 'validationQuery', 'database']);

export interface Part {
  name: string;
  status: string;
  details: { name: string; value: string }[];
}

/** What can be read at a glance; lists of topics and containers are for the actuator. */
const plain = (details: Record<string, unknown>) =>
  Object.entries(details).filter(([name, value]) => typeof value !== 'object' && !IDLE_DETAILS.has(name)).map(([name, value]) => ({ name, value: shown(name, value) }));

/** The parts of parts by their own names. */
export function partsOf(health: Health): Part[] {
  return Object.entries(health.components ?? {}).flatMap(([name, it]): Part[] => (it.components
    ? partsOf(it).map((part) => ({ ...part, name: `${name} ${part.name}` }))
    : [{ name, status: it.status, details: plain(it.details ?? {}) }])).filter((it) => it.status !== 'UP' || !IDLE_PARTS.has(it.name));
}

/** A line for each group, the one with the most to do first. */
export function groupsOf(lags: readonly Lag[]): { group: string; lag: number; topics: Lag[] }[] {
  return [...new Set(lags.map((it) => it.group))]
    .map((group) => ({ group, topics: lags.filter((it) => it.group === group) }))
    .map((it) => ({ ...it, lag: it.topics.reduce((sum, each) => sum + each.lag, 0) }))
    .sort((a, b) => b.lag - a.lag || a.group.localeCompare(b.group));
}
