package io.parley.agentgateway.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.publisher.Mono;

/**
 * Everything needs an agent who signed in, except what is named here. Nothing is kept between requests and nothing is
 * sent by a browser on its own: clients put their token or session into headers, so that there is no cookie to forge
 * requests with.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class GatewaySecurity {

    /** Their endpoints check for themselves what has to be checked: a secret, a signature, a password. */
    private static final String[] OPEN = {
        "/auth/**",
        "/api/v1/setup",
        "/webhooks/**",
        "/files/**",
        "/public/**",
        "/widget",
        "/widget/**",
        "/packs/**",
        "/demo",
        "/demo/**",
        "/api",
        "/health",
        "/actuator/health/**",
        "/actuator/info",
        "/actuator/prometheus",
        "/api-docs/**",
        "/api-docs.yaml",
        "/docs/**",
        "/webjars/**",
        "/",
        "/index.html",
        "/favicon.*",
        "/assets/**",
        "/app",
        "/app/**"
    };

    /** Browsers cannot set headers on these: credentials may stand in the query. */
    private static final String STREAMS = "/api/v1/accounts/*/stream";

    /** For the console and the API's own page; files bring a stricter one. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data: blob: https:;"
            + " media-src 'self' blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:;"
            + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    SecurityWebFilterChain gatewaySecurityChain(
            ServerHttpSecurity http,
            CheckCredentials checkCredentials,
            Refusals refusals,
            CrossOriginProperties crossOrigin) {
        ServerWebExchangeMatcher open = ServerWebExchangeMatchers.pathMatchers(OPEN);
        AuthenticationWebFilter authentication = new AuthenticationWebFilter(checkCredentials);
        authentication.setServerAuthenticationConverter(credentialsOf(ServerWebExchangeMatchers.pathMatchers(STREAMS)));
        authentication.setAuthenticationFailureHandler(refusals);
        // A stale token must not stand in the way of signing in.
        authentication.setRequiresAuthenticationMatcher(new NegatedServerWebExchangeMatcher(open));
        return http.csrf(CsrfSpec::disable)
                .cors(cors -> cors.configurationSource(crossOrigin.source()))
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .exceptionHandling(exceptions -> exceptions.authenticationEntryPoint(refusals))
                .addFilterAt(authentication, SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(requests ->
                        requests.matchers(open).permitAll().anyExchange().authenticated())
                .build();
    }

    private static ServerAuthenticationConverter credentialsOf(ServerWebExchangeMatcher streams) {
        return exchange -> streams.matches(exchange)
                .map(match -> match.isMatch()
                        ? Credentials.ofStream(exchange.getRequest())
                        : Credentials.of(exchange.getRequest()))
                .flatMap(Mono::justOrEmpty)
                .map(AgentAuthentication::claim);
    }
}
