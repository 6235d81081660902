/** Times as people read them. */
import { useNow } from '@vueuse/core';
import type { Ref } from 'vue';

/** One clock for the whole page, in steps of fifteen seconds. */
let clock: Ref<Date> | undefined;
export function useClock(): Ref<Date> {
  clock ??= useNow({ interval: 15_000 });
  return clock;
}

/** Making a format costs more than using it a hundred times: one is kept for each language. */
function kept<F extends { format(value: number): string }>(make: (locale: string) => F): (value: number, locale: string) => string {
  const formats = new Map<string, F>();
  return (value, locale) => {
    const format = formats.get(locale) ?? make(locale);
    formats.set(locale, format);
    return format.format(value);
  };
}

function timeFormat(options: Intl.DateTimeFormatOptions): (seconds: number, locale: string) => string {
  const format = kept((locale) => new Intl.DateTimeFormat(locale, options));
  return (seconds, locale) => format(seconds * 1000, locale);
}

const dayAndMonth = timeFormat({ day: 'numeric', month: 'short' });
const wholeDate = timeFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const weekday = timeFormat({ weekday: 'short' });
export const clockTime = timeFormat({ timeStyle: 'short' });
export const fullTime = timeFormat({ dateStyle: 'medium', timeStyle: 'short' });

/** Such as 4m or 4 min: what the language has for it. */
const inUnit = (unit: string) => kept((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 0 }));
const inSeconds = inUnit('second');
const inMinutes = inUnit('minute');
const inHours = inUnit('hour');
const inDays = inUnit('day');

/** 5s is "now"; then 4m, 3h, 2d, and a date. */
export function shortAgo(seconds: number, now: number, locale: string, words: { now: string }): string {
  const minutes = Math.floor((now / 1000 - seconds) / 60);
  if (minutes < 1) {
    return words.now;
  }
  if (minutes < 60) {
    return inMinutes(minutes, locale);
  }
  if (minutes < 1440) {
    return inHours(Math.floor(minutes / 60), locale);
  }
  if (minutes < 7 * 1440) {
    return inDays(Math.floor(minutes / 1440), locale);
  }
  const thisYear = new Date(seconds * 1000).getFullYear() === new Date(now).getFullYear();
  return (thisYear ? dayAndMonth : wholeDate)(seconds, locale);
}

/** When something will be: the time today, with the day in a week, else the date. */
export function untilTime(seconds: number, now: Date, locale: string): string {
  const date = new Date(seconds * 1000);
  const days = (seconds * 1000 - now.getTime()) / 86_400_000;
  if (date.toDateString() === now.toDateString()) {
    return clockTime(seconds, locale);
  }
  return `${(days > 0 && days < 6 ? weekday : dayAndMonth)(seconds, locale)} ${clockTime(seconds, locale)}`;
}

/** "Today", "yesterday", or the day by its name. */
export function dayName(seconds: number, now: Date, locale: string): string {
  const day = new Date(seconds * 1000);
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(day) - midnight(now)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  return day.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year: day.getFullYear() === now.getFullYear() ? undefined : 'numeric' });
}

/** In the largest unit, and the next where it says something. */
export function duration(seconds: number, locale: string): string {
  if (seconds < 60) {
    return inSeconds(Math.round(seconds), locale);
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    return inMinutes(minutes, locale);
  }
  if (minutes < 1440) {
    const rest = minutes % 60;
    return inHours(Math.floor(minutes / 60), locale) + (rest ? ` ${inMinutes(rest, locale)}` : '');
  }
  const hours = Math.round(minutes / 60);
  const rest = hours < 240 ? hours % 24 : 0;
  return inDays(Math.floor(hours / 24), locale) + (rest ? ` ${inHours(rest, locale)}` : '');
}

/** Length of a recording or a film. */
export function playTime(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export type SnoozeChoice = 'hour' | 'tonight' | 'tomorrow' | 'week' | 'reply';

/** Until when; undefined is until the contact writes. */
export function snoozeUntil(choice: SnoozeChoice, now: Date): Date | undefined {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  switch (choice) {
    case 'hour':
      return new Date(now.getTime() + 3_600_000);
    case 'tonight':
      return now.getHours() < 18 ? at(0, 18) : at(1, 18);
    case 'tomorrow':
      return at(1, 9);
    case 'week':
      return at(((8 - now.getDay()) % 7) || 7, 9);
    case 'reply':
      return undefined;
  }
}

export function bytes(size: number | null | undefined): string {
  if (!size) {
    return '';
  }
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log2(size) / 10), units.length - 1);
  const value = size / 1024 ** power;
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** What a field of date and time takes: the wall clock, to the minute. */
export function fieldTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
