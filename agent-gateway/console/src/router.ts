/** The console's pages; each but the desk is fetched when it is wanted. */
import { createRouter, createWebHistory } from 'vue-router';
import DeskPage from '@/pages/DeskPage.vue';

const VIEWS = 'mine|unassigned|all|mentions|unattended|inbox|team|label|folder';

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', redirect: '/app/inbox/mine' },
    { path: '/app', redirect: '/app/inbox/mine' },
    // Links as Chatwoot writes them lead here, too.
    { path: '/app/accounts/:account(\\d+)/conversations/:id(\\d+)', redirect: (to) => `/app/conversations/${String(to.params.id)}` },
    { path: '/app/conversations/:id(\\d+)', name: 'conversation', component: DeskPage },
    { path: `/app/inbox/:view(${VIEWS})/:viewId?`, name: 'list', component: DeskPage },
    { path: `/app/inbox/:view(${VIEWS})/:viewId?/conversation/:id(\\d+)`, name: 'open', component: DeskPage },
    { path: '/app/contacts/:id(\\d+)?', name: 'contacts', component: () => import('@/pages/ContactsPage.vue') },
    { path: '/app/overview', name: 'overview', component: () => import('@/pages/OverviewPage.vue') },
    { path: '/app/reports', name: 'reports', component: () => import('@/pages/ReportsPage.vue'), meta: { forAdministrators: true } },
    { path: '/app/settings/:section?/:id?', name: 'settings', component: () => import('@/pages/SettingsPage.vue') },
    { path: '/:rest(.*)*', redirect: '/app/inbox/mine' },
  ],
});
