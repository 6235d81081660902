package io.parley.agentgateway.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;

/**
 * Which web pages of others may call the API from a browser. What is public to customers may always be called.
 *
 * @param origins such as {@code https://tools.example.org}, or {@code *}; none by default
 */
@ConfigurationProperties("parley.gateway.cors")
record CrossOriginProperties(@DefaultValue List<String> origins) {

    CrossOriginProperties {
        origins =
                origins.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    /** Never with cookies, of which there are none: the session's headers are exposed instead. */
    CorsConfigurationSource source() {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/public/api/**", allowing(List.of("*")));
        source.registerCorsConfiguration("/packs/**", allowing(List.of("*")));
        if (!origins.isEmpty()) {
            CorsConfiguration configured = allowing(origins);
            configured.setExposedHeaders(List.of("access-token", "client", "uid", "expiry"));
            source.registerCorsConfiguration("/api/**", configured);
            source.registerCorsConfiguration("/auth/**", configured);
        }
        return source;
    }

    private static CorsConfiguration allowing(List<String> origins) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(origins);
        cors.setAllowedMethods(List.of("*"));
        cors.setAllowedHeaders(List.of("*"));
        cors.setMaxAge(7200L);
        return cors;
    }
}
