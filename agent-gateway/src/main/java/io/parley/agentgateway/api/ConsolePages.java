package io.parley.agentgateway.api;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The console's one page, at {@code /} and wherever its own links lead below {@code /app}: nothing else is answered
 * with it, so that a wrong path of the API stays a 404. What it loads carries its content's hash in its name and never
 * changes.
 */
@Configuration(proxyBeanMethods = false)
class ConsolePages implements WebFluxConfigurer {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    @Bean
    RouterFunction<ServerResponse> consolePage() {
        ClassPathResource page = new ClassPathResource("static/index.html");
        return RouterFunctions.route(
                RequestPredicates.GET("/").or(RequestPredicates.GET("/app")).or(RequestPredicates.GET("/app/**")),
                request -> ServerResponse.ok()
                        .cacheControl(CacheControl.noCache())
                        .contentType(MediaType.TEXT_HTML)
                        .bodyValue(page));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/static/assets/")
                .setCacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable());
    }
}
