import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { i18n, translate } from './i18n';
import { router } from './router';
import { useUi } from './stores/ui';
import './style.css';

const app = createApp(App).use(createPinia()).use(i18n).use(router);
app.config.errorHandler = (error) => {
  reportError(error);
  useUi().say(translate('app.broken'), 'bad', { label: translate('app.reload'), run: () => location.reload() });
};
app.mount('#app');
