package io.parley.agentgateway.api;

import io.parley.agentgateway.api.ApiFailure.NoSuchThing;
import io.parley.agentgateway.security.SignedIn;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.store.Viewer;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What controllers may ask for by type: {@link Parameters}, who is {@link SignedIn}, and the {@link Viewer} of the
 * account that the path names. Ids stand in paths as numbers.
 */
@Configuration(proxyBeanMethods = false)
class ApiArguments implements WebFluxConfigurer {

    /** The path variable that names the account. */
    static final String ACCOUNT = "account_id";

    @Override
    public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(
                new ByType<>(Parameters.class, ReadParameters::of),
                new ByType<>(SignedIn.class, ApiArguments::signedIn),
                new ByType<>(Viewer.class, ApiArguments::viewer));
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, AgentId.class, id(AgentId::new));
        registry.addConverter(String.class, ContactId.class, id(ContactId::new));
        registry.addConverter(String.class, InboxId.class, id(InboxId::new));
        registry.addConverter(String.class, MessageId.class, id(MessageId::new));
        registry.addConverter(String.class, TeamId.class, id(TeamId::new));
    }

    private static Mono<SignedIn> signedIn(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .flatMap(principal -> Mono.justOrEmpty(SignedIn.of(principal)))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the path is open to everyone")));
    }

    private static Mono<Viewer> viewer(ServerWebExchange exchange) {
        return signedIn(exchange).map(it -> it.viewer(accountOf(exchange)));
    }

    private static AccountId accountOf(ServerWebExchange exchange) {
        Map<String, String> variables = exchange.getRequiredAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        try {
            return new AccountId(Integer.parseInt(variables.getOrDefault(ACCOUNT, "")));
        } catch (IllegalArgumentException e) {
            throw new NoSuchThing();
        }
    }

    private static <T> Converter<String, T> id(IntFunction<T> type) {
        return text -> type.apply(Integer.parseInt(text));
    }

    /** Resolves every argument of one type. */
    private record ByType<T>(Class<T> type, Function<ServerWebExchange, Mono<T>> resolve)
            implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public Mono<Object> resolveArgument(
                MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
            return resolve.apply(exchange).cast(Object.class);
        }
    }
}
