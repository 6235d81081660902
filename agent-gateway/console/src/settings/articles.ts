/** What an article is found and suggested by, and where imported ones come from. */
import type { Article, ArticleStatus } from '@/api/knowledge';

/** Languages that search knows the grammar of; others are found, too. */
export const ARTICLE_LOCALES = ['en', 'pt', 'es'] as const;

export interface ArticleDraft {
  title: string;
  content: string;
  locale: string;
  status: ArticleStatus;
}

export const draftOf = (article: Article | null, locale: string): ArticleDraft =>
  article ? { title: article.title, content: article.content, locale: article.locale, status: article.status } : { title: '', content: '', locale, status: 'draft' };

/** Such as English; the code where there is no name. */
export const languageName = (code: string, locale: string): string => new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;

/** The languages there are, those of known articles among them. */
export const localesOf = (articles: readonly Article[]): string[] => [...new Set([...ARTICLE_LOCALES, ...articles.map((it) => it.locale)])];

/** An address in each line; what is none is told apart. */
export function addressesOf(lines: string): { urls: string[]; wrong: string[] } {
  const given = [...new Set(lines.split(/\s+/).filter(Boolean))];
  const right = (it: string) => /^https?:\/\/[^\s/]+/i.test(it) && URL.canParse(it);
  return { urls: given.filter(right), wrong: given.filter((it) => !right(it)) };
}

/** From 0 to 1. */
export const shareOf = ({ done, total }: { done: number; total: number }): number => (total > 0 ? Math.min(1, done / total) : 0);
