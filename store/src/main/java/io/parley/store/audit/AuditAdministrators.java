package io.parley.store.audit;

import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.agent.Teams;
import io.parley.store.agent.Teams.TeamRow;
import io.parley.store.attribute.AttributeDefinitions;
import io.parley.store.attribute.AttributeDefinitions.Definition;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.label.Labels;
import io.parley.store.label.Labels.Label;
import io.r2dbc.postgresql.codec.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Stands before the parts of the store that administrators change, and writes down who changed what: the thing is
 * looked at before and after, in the change's own transaction, so that nothing is changed without its line. What
 * changes nothing leaves none.
 */
@Component
class AuditAdministrators implements BeanPostProcessor {

    private static final Map<Class<?>, Subject> AUDITED = Map.of(
            Inboxes.class, Subject.INBOX,
            Agents.class, Subject.AGENT,
            Teams.class, Subject.TEAM,
            Labels.class, Subject.LABEL,
            AttributeDefinitions.class, Subject.CUSTOM_ATTRIBUTE);

    private static final String INSERT = """
            INSERT INTO audit_log (account_id, agent_id, action, subject_type, subject_id, before, after)
            VALUES (:account, :agent, :action, :type, :id, :before::jsonb, :after::jsonb)
            """;

    private final ObjectProvider<DatabaseClient> database;
    private final ObjectProvider<TransactionalOperator> transaction;

    /** Providers, for this comes before what it needs. */
    AuditAdministrators(ObjectProvider<DatabaseClient> database, ObjectProvider<TransactionalOperator> transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        for (Map.Entry<Class<?>, Subject> audited : AUDITED.entrySet()) {
            if (audited.getKey().isInstance(bean)) {
                return before(audited.getKey(), audited.getValue(), bean);
            }
        }
        return bean;
    }

    private Object before(Class<?> type, Subject subject, Object bean) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object result = invoke(bean, method, arguments);
            if (!isChange(method) || arguments == null) {
                return result;
            }
            Viewer viewer = (Viewer) arguments[0];
            return result instanceof Flux<?> many
                    ? audited(viewer, subject, method, arguments, many.collectList())
                            .flatMapIterable(list -> list)
                    : audited(viewer, subject, method, arguments, (Mono<?>) result);
        });
    }

    /** By the names the store gives them; who asks for less than an administrator's change is not watched. */
    private static boolean isChange(Method method) {
        return method.getParameterCount() > 1
                && method.getParameterTypes()[0] == Viewer.class
                && method.getName().matches("create|update|delete|remove|setHolidays|(add|set|remove)Members");
    }

    private <T> Mono<T> audited(Viewer viewer, Subject subject, Method method, Object[] arguments, Mono<T> change) {
        boolean creates = method.getName().equals("create");
        Mono<Optional<String>> before =
                creates ? Mono.just(Optional.empty()) : snapshot(viewer, subject, idOf(arguments[1]));
        return before.flatMap(was -> change.map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(changed -> {
                            int id = creates ? idOf(Objects.requireNonNull(changed.orElse(null))) : idOf(arguments[1]);
                            return snapshot(viewer, subject, id)
                                    .flatMap(is -> write(viewer, subject, id, was.orElse(null), is.orElse(null)))
                                    .thenReturn(changed);
                        }))
                .flatMap(changed -> Mono.justOrEmpty(changed))
                .as(transaction.getObject()::transactional);
    }

    private Mono<Optional<String>> snapshot(Viewer viewer, Subject subject, int id) {
        return Mono.defer(() -> database.getObject()
                .sql(subject.snapshot())
                .bind("account", viewer.accountId().value())
                .bind("id", id)
                .map(row -> Optional.ofNullable(row.get(0, Json.class)).map(Json::asString))
                .one()
                .defaultIfEmpty(Optional.empty()));
    }

    private Mono<Void> write(Viewer viewer, Subject subject, int id, @Nullable String before, @Nullable String after) {
        if (Objects.equals(before, after)) {
            return Mono.empty();
        }
        return database.getObject()
                .sql(INSERT)
                .bind("account", viewer.accountId().value())
                .bind("agent", viewer.agentId().value())
                .bind("action", before == null ? "create" : after == null ? "destroy" : "update")
                .bind("type", subject.name().toLowerCase(Locale.ROOT))
                .bind("id", id)
                .bind("before", Values.orNull(before))
                .bind("after", Values.orNull(after))
                .then();
    }

    private static int idOf(Object thing) {
        return switch (thing) {
            case Integer id -> id;
            case InboxId id -> id.value();
            case AgentId id -> id.value();
            case TeamId id -> id.value();
            case InboxDetails inbox -> inbox.inbox().id().value();
            case AgentRow agent -> agent.agent().id().value();
            case TeamRow team -> team.team().id().value();
            case Label label -> label.id();
            case Definition definition -> definition.id();
            default -> throw new IllegalArgumentException("has no id: " + thing.getClass());
        };
    }

    private static Object invoke(Object bean, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
