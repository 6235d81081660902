package io.parley.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Asks PostgreSQL how it carries out the statements that beans run, as they are and with the values they bind. */
public class ExplainedStatements implements BeanPostProcessor {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern SCAN = Pattern.compile(
            "Scan [^\\n]*on (?:conversations|messages|contacts|contact_inboxes)\\b[^\\n]*actual rows=(\\d+)");

    private final List<Given> given = new CopyOnWriteArrayList<>();
    private @Nullable DatabaseClient database;
    private volatile boolean listening;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DatabaseClient client) {
            database = client;
            return listeningTo(client);
        }
        return bean;
    }

    /** The plans of the SELECTs that an action runs. */
    public List<String> plansOf(Runnable action) {
        given.clear();
        listening = true;
        action.run();
        listening = false;
        return given.stream()
                .filter(it -> it.sql().stripLeading().startsWith("SELECT"))
                .map(this::explain)
                .toList();
    }

    /** How many rows the busiest scan of a large table gave, each time it ran. */
    public static long mostRowsOfAScan(String plan) {
        return SCAN.matcher(plan)
                .results()
                .map(MatchResult::group)
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('=') + 1)))
                .max()
                .orElse(0);
    }

    private String explain(Given statement) {
        GenericExecuteSpec spec =
                Objects.requireNonNull(database).sql("EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) " + statement.sql());
        for (Map.Entry<String, Object> value : statement.values().entrySet()) {
            spec = spec.bind(value.getKey(), value.getValue());
        }
        List<String> lines = Objects.requireNonNull(
                spec.map(row -> row.get(0, String.class)).all().collectList().block(LIMIT));
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private DatabaseClient listeningTo(DatabaseClient client) {
        return (DatabaseClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DatabaseClient.class}, (proxy, method, arguments) -> {
                    Object answer = call(client, method, arguments);
                    return method.getName().equals("sql") && arguments[0] instanceof String sql
                            ? listeningTo((GenericExecuteSpec) answer, new Given(sql, Map.of()))
                            : answer;
                });
    }

    private GenericExecuteSpec listeningTo(GenericExecuteSpec spec, Given statement) {
        return (GenericExecuteSpec) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {GenericExecuteSpec.class}, (proxy, method, arguments) -> {
                    Object answer = call(spec, method, arguments);
                    if (method.getName().equals("bind") && arguments[0] instanceof String name) {
                        return listeningTo((GenericExecuteSpec) answer, statement.with(name, arguments[1]));
                    }
                    if (listening && method.getName().equals("map")) {
                        given.add(statement);
                    }
                    return answer;
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private record Given(String sql, Map<String, Object> values) {
        Given with(String name, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(values);
            more.put(name, value);
            return new Given(sql, more);
        }
    }
}
