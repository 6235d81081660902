/** A message that the hub has not taken yet. */
export interface Pending {
  /** The message's identity: sent again with the same one, it is the same message. */
  echo_id: string;
  /** The visitor who wrote it. */
  scope: string;
  created_at: string;
  content: string | null;
  file?: { name: string; type: string; size: number; blob: Blob };
  upload?: { id: string; at: number };
  reply_to_id?: number;
  failure?: string;
}

/** Where what was typed survives a reload. */
export interface OutboxStore {
  all(scope: string): Promise<Pending[]>;
  put(item: Pending): Promise<void>;
  remove(echoId: string): Promise<void>;
}

/**
 * For browsers that give a frame of another site no storage: lasts as long as the panel, and tells of each change, so that the
 * page can keep the words. A file is not kept: the page's storage is too small.
 */
export class MemoryStore implements OutboxStore {
  private readonly items = new Map<string, Pending>();

  constructor(private readonly changed: (words: Pending[]) => void = () => {}) {}

  all(scope: string): Promise<Pending[]> {
    return Promise.resolve([...this.items.values()].filter((item) => item.scope === scope));
  }

  put(item: Pending): Promise<void> {
    this.items.set(item.echo_id, { ...item });
    this.tell();
    return Promise.resolve();
  }

  remove(echoId: string): Promise<void> {
    this.items.delete(echoId);
    this.tell();
    return Promise.resolve();
  }

  private tell(): void {
    this.changed([...this.items.values()].filter((item) => !item.file));
  }
}

/** One row a message, so that two tabs never write over each other's; files lie beside their message. */
export class IndexedDbStore implements OutboxStore {
  private constructor(private readonly database: IDBDatabase) {}

  static open(name = 'parley-outbox'): Promise<IndexedDbStore> {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('messages', { keyPath: 'echo_id' });
      };
      opening.onsuccess = () => resolve(new IndexedDbStore(opening.result));
      opening.onerror = () => reject(opening.error ?? new Error('no storage'));
      opening.onblocked = () => reject(new Error('storage is blocked'));
    });
  }

  async all(scope: string): Promise<Pending[]> {
    const items = await this.ask<Pending[]>('readonly', (messages) => messages.getAll());
    return items.filter((item) => item.scope === scope);
  }

  async put(item: Pending): Promise<void> {
    await this.ask('readwrite', (messages) => messages.put(item));
  }

  async remove(echoId: string): Promise<void> {
    await this.ask('readwrite', (messages) => messages.delete(echoId));
  }

  private ask<T>(mode: IDBTransactionMode, what: (messages: IDBObjectStore) => IDBRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction('messages', mode);
      const asked = what(transaction.objectStore('messages'));
      transaction.oncomplete = () => resolve(asked.result as T);
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('storage failed'));
    });
  }
}

/** @param keep given what the page around the panel is to keep, because the browser keeps nothing here */
export async function openStore(keep: (words: Pending[]) => void): Promise<OutboxStore> {
  try {
    return await IndexedDbStore.open();
  } catch {
    return new MemoryStore(keep);
  }
}

/** What the page kept while the panel was away; it need not any more where the browser keeps it here. */
export async function takeBack(words: Pending[], store: OutboxStore, keep: (words: Pending[]) => void): Promise<void> {
  await Promise.all(words.map((item) => store.put(item).catch(() => undefined)));
  if (words.length > 0 && !(store instanceof MemoryStore)) {
    keep([]);
  }
}
