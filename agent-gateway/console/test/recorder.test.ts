import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import { useRecorder } from '@/composer/recorder';

class Recorder {
  static isTypeSupported = (type: string) => type.startsWith('audio/webm');
  state = 'inactive';
  mimeType = 'audio/webm;codecs=opus';
  ondataavailable?: (event: { data: Blob }) => void;
  onstop?: () => void;

  constructor(readonly stream: unknown) {}

  start(): void { this.state = 'recording'; }

  stop(): void {
    this.state = 'inactive';
    setTimeout(() => {
      this.ondataavailable?.({ data: new Blob(['said']) });
      this.onstop?.();
    });
  }
}

const microphone = { stop: vi.fn() };

beforeEach(() => {
  vi.stubGlobal('MediaRecorder', Recorder);
  vi.stubGlobal('navigator', { ...navigator, mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [microphone] }) } });
});
afterEach(() => vi.unstubAllGlobals());

it('gives what was said, and the room for writing at once', async () => {
  let recorder!: ReturnType<typeof useRecorder>;
  mount(defineComponent({ setup: () => { recorder = useRecorder(); return () => null; } }));
  await recorder.start();
  expect(recorder.recording.value).toBe(true);

  const finished = recorder.finish();
  expect(recorder.recording.value).toBe(false);
  const file = await finished;

  expect(file?.name).toMatch(/^voice-\d{14}\.webm$/);
  expect(file?.size).toBe(4);
  expect(microphone.stop).toHaveBeenCalledOnce();
  expect(await recorder.finish()).toBeNull();
});
