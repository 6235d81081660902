package io.parley.agentgateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A part of the store that writes down what it is asked, under {@code Part.method}, and answers what a test said it
 * would: nothing, unless said otherwise. The viewer is left out of what is written down.
 */
public final class Recorded {

    private final Map<String, List<@Nullable Object>> asked = new HashMap<>();
    private final Map<String, Function<List<@Nullable Object>, Object>> answers = new HashMap<>();

    public void reset() {
        asked.clear();
        answers.clear();
    }

    /** What a method is to answer: a value, a list for a flux, or a failure. */
    public Recorded answer(String method, Object value) {
        answers.put(method, given -> value);
        return this;
    }

    /** The arguments of the last call, without the viewer. */
    public List<@Nullable Object> asked(String method) {
        List<@Nullable Object> given = asked.get(method);
        if (given == null) {
            throw new AssertionError(method + " was not asked, but " + asked.keySet());
        }
        return given;
    }

    public boolean wasAsked(String method) {
        return asked.containsKey(method);
    }

    public <T> T part(Class<T> type) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = type.getSimpleName() + "." + method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("toString")
                        ? name
                        : method.getName().equals("hashCode") ? 1 : proxy == arguments[0];
            }
            List<@Nullable Object> given = arguments == null
                    ? List.of()
                    : Arrays.stream(arguments)
                            .filter(it -> !(it instanceof io.parley.store.Viewer))
                            .toList();
            return method.getReturnType() == Flux.class
                    ? Flux.defer(() -> flux(name, given))
                    : Mono.defer(() -> mono(name, given));
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Flux<Object> flux(String name, List<@Nullable Object> given) {
        return mono(name, given)
                .flatMapMany(it -> it instanceof List<?> list ? Flux.fromIterable(list) : Flux.just(it));
    }

    private Mono<Object> mono(String name, List<@Nullable Object> given) {
        asked.put(name, given);
        Object answer = answers.containsKey(name) ? answers.get(name).apply(given) : null;
        return answer instanceof RuntimeException failure ? Mono.error(failure) : Mono.justOrEmpty(answer);
    }
}
