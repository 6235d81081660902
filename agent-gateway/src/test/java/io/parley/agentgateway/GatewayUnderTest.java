package io.parley.agentgateway;

import io.parley.agentgateway.email.CheckMailbox;
import io.parley.agentgateway.presence.Typing;
import io.parley.agentgateway.presence.Viewing;
import io.parley.agentgateway.system.SystemParts;
import io.parley.agentgateway.whatsapp.ConnectWhatsApp;
import io.parley.agentgateway.whatsapp.Webhook;
import io.parley.contract.id.InboxId;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.limit.LimitRuntimeAutoConfiguration;
import io.parley.runtime.secret.HubSecret;
import io.parley.store.account.Accounts;
import io.parley.store.agent.Agents;
import io.parley.store.agent.ApiTokens;
import io.parley.store.agent.Teams;
import io.parley.store.article.Articles;
import io.parley.store.attribute.AttributeDefinitions;
import io.parley.store.audit.AuditLog;
import io.parley.store.client.Clients;
import io.parley.store.contact.ContactNotes;
import io.parley.store.contact.Contacts;
import io.parley.store.conversation.Conversations;
import io.parley.store.embedding.SearchIndex;
import io.parley.store.filter.SavedFilters;
import io.parley.store.inbox.Inboxes;
import io.parley.store.label.Labels;
import io.parley.store.message.CannedResponses;
import io.parley.store.message.Messages;
import io.parley.store.notification.Notifications;
import io.parley.store.participation.Drafts;
import io.parley.store.participation.Participants;
import io.parley.store.report.LiveOverview;
import io.parley.store.report.Reports;
import io.parley.store.search.Search;
import io.parley.store.suggestion.Suggestions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.webflux.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webflux.core.configuration.SpringDocWebFluxConfiguration;
import org.springdoc.webflux.ui.SwaggerConfig;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration;
import org.springframework.boot.autoconfigure.http.codec.CodecsAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.HttpHandlerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveMultipartAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.util.unit.DataSize;

/**
 * The gateway's HTTP side as it is, on a real port, with the store in memory and nothing behind it. No plain
 * configuration, so that the module's own scan passes by.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    ValidationAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    CodecsAutoConfiguration.class,
    ReactiveWebServerFactoryAutoConfiguration.class,
    HttpHandlerAutoConfiguration.class,
    WebFluxAutoConfiguration.class,
    ErrorWebFluxAutoConfiguration.class,
    ReactiveMultipartAutoConfiguration.class,
    ReactiveSecurityAutoConfiguration.class,
    RedisAutoConfiguration.class,
    RedisReactiveAutoConfiguration.class,
    LimitRuntimeAutoConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebFluxConfiguration.class,
    MultipleOpenApiSupportConfiguration.class,
    SwaggerUiConfigProperties.class,
    SwaggerUiOAuthProperties.class,
    SwaggerConfig.class
})
@ComponentScan(
        basePackages = {
            "io.parley.agentgateway.api",
            "io.parley.agentgateway.assistant",
            "io.parley.agentgateway.files",
            "io.parley.agentgateway.presence",
            "io.parley.agentgateway.security"
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = ".*\\.(AnnouncePresence|PresenceLoop|PresenceElsewhere)"))
@ConfigurationPropertiesScan("io.parley.agentgateway")
@Import({Webhook.class, SystemParts.class, CheckMailbox.class})
class GatewayUnderTest {

    @Bean
    FakeStore fakeStore() {
        return new FakeStore();
    }

    @Bean
    Accounts accounts(FakeStore store) {
        return store.accounts();
    }

    @Bean
    Agents agents(FakeStore store) {
        return store.agents();
    }

    @Bean
    Teams teams(FakeStore store) {
        return store.teams();
    }

    @Bean
    Inboxes inboxes(FakeStore store) {
        return store.inboxes();
    }

    @Bean
    Contacts contacts(FakeStore store) {
        return store.contacts();
    }

    @Bean
    Conversations conversations(FakeStore store) {
        return store.conversations();
    }

    @Bean
    Messages messages(FakeStore store) {
        return store.messages();
    }

    @Bean
    Labels labels(FakeStore store) {
        return store.labels();
    }

    @Bean
    CannedResponses cannedResponses(FakeStore store) {
        return store.cannedResponses();
    }

    @Bean
    Drafts drafts(FakeStore store) {
        return store.parts.part(Drafts.class);
    }

    @Bean
    ContactNotes contactNotes(FakeStore store) {
        return store.parts.part(ContactNotes.class);
    }

    @Bean
    SavedFilters savedFilters(FakeStore store) {
        return store.parts.part(SavedFilters.class);
    }

    @Bean
    AttributeDefinitions attributeDefinitions(FakeStore store) {
        return store.parts.part(AttributeDefinitions.class);
    }

    @Bean
    Notifications notifications(FakeStore store) {
        return store.parts.part(Notifications.class);
    }

    @Bean
    Reports reports(FakeStore store) {
        return store.parts.part(Reports.class);
    }

    @Bean
    LiveOverview liveOverview(FakeStore store) {
        return store.parts.part(LiveOverview.class);
    }

    @Bean
    AuditLog auditLog(FakeStore store) {
        return store.parts.part(AuditLog.class);
    }

    @Bean
    ApiTokens apiTokens(FakeStore store) {
        return store.parts.part(ApiTokens.class);
    }

    @Bean
    Participants participants(FakeStore store) {
        return store.parts.part(Participants.class);
    }

    @Bean
    Search search(FakeStore store) {
        return store.parts.part(Search.class);
    }

    @Bean
    SearchIndex searchIndex(FakeStore store) {
        return store.parts.part(SearchIndex.class);
    }

    @Bean
    Articles articles(FakeStore store) {
        return store.parts.part(Articles.class);
    }

    @Bean
    Suggestions suggestions(FakeStore store) {
        return store.parts.part(Suggestions.class);
    }

    @Bean
    Viewing viewing(FakeStore store) {
        return store.parts.part(Viewing.class);
    }

    @Bean
    ConnectWhatsApp connectWhatsApp() {
        return new FakeWhatsApp();
    }

    @Bean
    HeardTyping typing() {
        return new HeardTyping();
    }

    @Bean
    FileStore fileStore() throws IOException {
        return FileStore.in(Files.createTempDirectory("parley-gateway-test"), DataSize.ofMegabytes(100));
    }

    @Bean
    FileLinks fileLinks() {
        return new FileLinks(
                new HubSecret("a secret for tests that is long enough"), URI.create("https://hub.example.org"));
    }

    @Bean
    HubSecret hubSecret() {
        return new HubSecret("a secret for tests that is long enough");
    }

    @Bean
    SecretBox secretBox(HubSecret secret) {
        return new SecretBox(secret);
    }

    @Bean
    Clients clients(FakeStore store) {
        return store.parts.part(Clients.class);
    }

    @Bean
    Clock clock() {
        return Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);
    }

    /** Remembers who was said to be typing. */
    static final class HeardTyping implements Typing {

        final List<String> heard = new ArrayList<>();

        @Override
        public reactor.core.publisher.Mono<Void> announce(
                io.parley.store.Viewer viewer, int displayId, boolean on, boolean privateNote) {
            return reactor.core.publisher.Mono.fromRunnable(
                    () -> heard.add("%s %d %s %s".formatted(viewer.agentId(), displayId, on, privateNote)));
        }

        @Override
        public reactor.core.publisher.Mono<Void> announce(InboxId inbox, String sourceId, boolean on) {
            return reactor.core.publisher.Mono.fromRunnable(() -> heard.add("%s %s %s".formatted(inbox, sourceId, on)));
        }
    }
}
