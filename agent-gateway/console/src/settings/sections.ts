/** The pages below the settings, and who has them. */
export const SECTIONS = ['profile', 'preferences', 'canned', 'articles', 'inboxes', 'agents', 'teams', 'labels', 'index', 'audit', 'system'] as const;
export type Section = (typeof SECTIONS)[number];
const FOR_ALL: readonly Section[] = ['profile', 'preferences', 'canned', 'articles'];

export const sectionsFor = (administrator: boolean): readonly Section[] => (administrator ? SECTIONS : FOR_ALL);
