package io.parley.store.contact;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.evolution.EvolutionClient;
import io.parley.evolution.EvolutionClientSettings;
import io.parley.evolution.EvolutionClients;
import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.EvolutionInstance;
import io.parley.evolution.GroupInfo;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretBox;
import java.time.Clock;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Evolution tells a subject by itself only when a group is made or joined, which most groups were before. */
@Component
final class EvolutionGroupSubjects implements GroupSubjects, DisposableBean {

    private final InboxTable inboxes;
    private final SecretBox secrets;
    private final EvolutionClients clients;

    EvolutionGroupSubjects(InboxTable inboxes, SecretBox secrets, Clock clock) {
        this.inboxes = inboxes;
        this.secrets = secrets;
        this.clients = new EvolutionClients(EvolutionClientSettings.DEFAULTS, clock);
    }

    @Override
    public Mono<String> find(InboxId inbox, String address) {
        return Mono.justOrEmpty(inboxes.find(inbox))
                .mapNotNull(InboxConfig::evolution)
                .flatMap(channel -> clientOf(channel).findGroupInfos(address))
                .map(GroupInfo::subject)
                .filter(subject -> !subject.isBlank())
                .onErrorResume(
                        EvolutionFailure.class, failure -> failure.temporary() ? Mono.error(failure) : Mono.empty());
    }

    private EvolutionClient clientOf(EvolutionChannel channel) {
        return clients.of(
                new EvolutionInstance(channel.baseUrl(), secrets.open(channel.sealedApiKey()), channel.instance()));
    }

    @Override
    public void destroy() {
        clients.close();
    }
}
