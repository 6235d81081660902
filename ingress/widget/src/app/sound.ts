let context: AudioContext | null = null;

/** Two soft notes. Browsers stay silent until the visitor has touched the page; that is no failure. */
export function chime(): void {
  try {
    context ??= new AudioContext();
    const start = context.currentTime;
    for (const [frequency, delay] of [
      [660, 0],
      [880, 0.11],
    ] as const) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, start + delay);
      volume.gain.linearRampToValueAtTime(0.12, start + delay + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, start + delay + 0.3);
      tone.connect(volume).connect(context.destination);
      tone.start(start + delay);
      tone.stop(start + delay + 0.32);
    }
  } catch {
    // No sound device, or not allowed.
  }
}
