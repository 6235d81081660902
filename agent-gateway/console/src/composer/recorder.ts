/** Records a voice note with the browser's own means. */
import { onBeforeUnmount, ref } from 'vue';

/** What WhatsApp takes best, first. */
const KINDS = ['audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm;codecs=opus', 'audio/webm'];

export function useRecorder() {
  const recording = ref(false);
  const startedAt = ref(0);
  const possible = typeof MediaRecorder !== 'undefined' && !!navigator.mediaDevices;
  let recorder: MediaRecorder | null = null;
  let chunks: Blob[] = [];

  async function start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = KINDS.find((it) => MediaRecorder.isTypeSupported(it));
    chunks = [];
    recorder = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    recorder.ondataavailable = (event) => chunks.push(event.data);
    recorder.start();
    startedAt.value = Date.now();
    recording.value = true;
  }

  async function finish(): Promise<File | null> {
    const it = recorder;
    if (!it || it.state === 'inactive') {
      return null;
    }
    recording.value = false;
    const stopped = new Promise<void>((resolve) => { it.onstop = () => resolve(); });
    it.stop();
    await stopped;
    release();
    const type = it.mimeType.split(';')[0] || 'audio/webm';
    const blob = new Blob(chunks, { type });
    return blob.size ? new File([blob], `voice-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}.${type.split('/')[1]}`, { type }) : null;
  }

  function cancel(): void {
    if (recorder?.state !== 'inactive') {
      recorder?.stop();
    }
    release();
  }

  function release(): void {
    recorder?.stream.getTracks().forEach((track) => track.stop());
    recorder = null;
    recording.value = false;
  }

  onBeforeUnmount(cancel);
  return { recording, startedAt, possible, start, finish, cancel };
}
