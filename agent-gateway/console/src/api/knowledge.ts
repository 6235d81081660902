/** What search, suggestions and the knowledge base say. */
import type { Status } from './types';

/** Escaped by the hub, with marks around what was found. */
type Highlight = string;

export interface FoundMessage {
  id: number;
  conversation_id: number;
  content: string | null;
  private: boolean;
  message_type: number;
  created_at: number;
  inbox: { id: number; name: string };
  contact: { id: number; name: string };
  highlight: Highlight;
  score: number;
}

export interface FoundConversation {
  id: number;
  status: Status;
  created_at: number;
  /** The one that was looked for, else the newest. */
  message: { id: number; created_at: number } | null;
  contact: { id: number; name: string };
  inbox: { id: number; name: string };
  /** Null when it was found by its number or its contact. */
  highlight: Highlight | null;
}

export interface FoundContact {
  id: number;
  name: string;
  email: string | null;
  phone_number: string | null;
}

export interface FoundArticle {
  id: number;
  title: string;
  slug: string;
  status: ArticleStatus;
  locale: string;
  highlight: Highlight;
}

export interface Found {
  conversations?: FoundConversation[];
  contacts?: FoundContact[];
  messages?: FoundMessage[];
  articles?: FoundArticle[];
}

export interface Source {
  id: number;
  title: string;
  short_code?: string;
  conversation_id?: number;
  message_id?: number;
  article_id?: number;
}

export interface SuggestedReply {
  kind: 'canned_response' | 'article' | 'answer';
  text: string;
  /** From 0 to 1. */
  similarity: number;
  source: Source;
}

export interface SimilarConversation {
  conversation_id: number;
  inbox_id: number;
  contact: { id: number; name: string };
  status: Status;
  message_id: number;
  excerpt: string;
  similarity: number;
  last_activity_at: number;
}

export interface Citation {
  number: number;
  source: Source;
  quote: string;
}

export type ArticleStatus = 'draft' | 'published';
export const ARTICLE_STATUSES: readonly ArticleStatus[] = ['draft', 'published'];

export interface Article {
  id: number;
  title: string;
  slug: string;
  content: string;
  locale: string;
  status: ArticleStatus;
  author?: { id: number; name: string } | null;
  created_at: number;
  updated_at: number;
  /** Whether search and suggestions know what it says now. */
  indexed: boolean;
}

export interface Imported {
  source: string;
  article_id: number | null;
  error: string | null;
}

export interface SearchIndex {
  provider: 'local' | 'endpoint';
  /** Null while none is ready. */
  model: string | null;
  dimensions: number | null;
  embedded: number;
  waiting: number;
  failed: number;
  rebuild: { model: string; done: number; total: number; started_at: number } | null;
  /** Why nothing is computed at the moment. */
  problem?: string | null;
}
