package io.parley.ingress.channel.webchat;

import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The script a site's snippet loads, at the address that snippets of Chatwoot name. */
@RestController
class WidgetScript {

    private static final Resource SCRIPT = new ClassPathResource("static/widget/sdk.js");

    @GetMapping("/packs/js/sdk.js")
    ResponseEntity<Resource> script() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)))
                .contentType(MediaType.parseMediaType("text/javascript;charset=UTF-8"))
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .body(SCRIPT);
    }
}
