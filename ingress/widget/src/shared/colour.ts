/** The red, green and blue of a colour like {@code #1f93ff} or {@code #19f}; null for anything else. */
function channels(colour: string): [number, number, number] | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  const hex = short ? short.slice(1).map((digit) => digit + digit) : /^#(..)(..)(..)$/.exec(colour)?.slice(1);
  const values = hex?.map((pair) => Number.parseInt(pair, 16));
  return values?.length === 3 && values.every((value) => !Number.isNaN(value)) ? (values as [number, number, number]) : null;
}

const DEFAULT = '#1f93ff';

/** A colour that may go into a style: the given one when it is one, else ours. */
export function colourOf(colour: string | null | undefined): string {
  return colour && channels(colour) ? colour : DEFAULT;
}

function luminance(colour: string): number {
  const [red, green, blue] = (channels(colour) ?? [0, 0, 0]).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** White or near-black, whichever reads better on the colour; white while it is readable, because it looks better. */
export function inkOn(colour: string): string {
  const white = 1.05 / (luminance(colour) + 0.05);
  return white >= 3 ? '#ffffff' : '#10151c';
}

/** The colour a step towards black (below zero) or white. */
export function shade(colour: string, amount: number): string {
  const target = amount < 0 ? 0 : 255;
  const mixed = (channels(colour) ?? [0, 0, 0]).map((value) => Math.round(value + (target - value) * Math.abs(amount)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
