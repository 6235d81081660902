import type { Config } from '../shared/protocol';

export type FileProblem = 'too_large' | 'wrong_type' | null;

/** Whether the inbox takes a file; the hub looks again, at what is in it. */
export function check(file: { type: string; size: number; name: string }, limits: Config['limits']): FileProblem {
  if (file.size > limits.upload_bytes) {
    return 'too_large';
  }
  const extension = file.name.slice(file.name.lastIndexOf('.')).toLowerCase();
  const allowed = limits.upload_types.some((type) =>
    type === '*/*' || type === '*'
      ? true
      : type.endsWith('/*')
        ? file.type.startsWith(type.slice(0, -1))
        : type.startsWith('.')
          ? type.toLowerCase() === extension
          : type === file.type,
  );
  return allowed ? null : 'wrong_type';
}
