package io.parley.ingress.channel.webchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.contract.inbox.WebchatChannel;
import io.parley.ingress.problem.IngressFailure.OriginNotAllowed;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class OriginsTest {

    private final Origins origins = new Origins(URI.create("https://hub.example.org/"));

    @ParameterizedTest
    @CsvSource({
        "shop.example, https://shop.example, true",
        "shop.example, http://shop.example:8080, true",
        "shop.example, https://www.shop.example, false",
        "shop.example, https://shop.example.evil.example, false",
        "shop.example, https://evilshop.example, false",
        "*.shop.example, https://www.shop.example, true",
        "*.shop.example, https://shop.example, false",
        "*.shop.example, https://evil-shop.example, false",
        "shop.example:8080, http://shop.example:8080, true",
        "shop.example:8080, http://shop.example:8081, false",
        "https://shop.example/, https://SHOP.example, true",
        "shop.example, https://hub.example.org, true",
        "shop.example, null, false",
        "shop.example, 'not a url', false"
    })
    void knowsWhichPagesMayShowAWidget(String domain, String origin, boolean allowed) {
        assertThat(origins.isAllowed(inbox(domain), origin)).isEqualTo(allowed);
    }

    @Test
    void letsEveryPageShowAWidgetWhoseInboxNamesNone() {
        assertThat(origins.isAllowed(inbox(), "https://anywhere.example")).isTrue();
        assertThat(origins.ancestors(inbox())).isEqualTo("*");
    }

    @Test
    void asksForThePageWhereDomainsAreNamed() {
        HttpHeaders silent = new HttpHeaders();
        HttpHeaders referring = new HttpHeaders();
        referring.set(HttpHeaders.REFERER, "https://shop.example/cart?id=7");

        origins.checkPage(inbox("shop.example"), referring);
        origins.checkPage(inbox(), silent);

        assertThatThrownBy(() -> origins.checkPage(inbox("shop.example"), silent))
                .isInstanceOf(OriginNotAllowed.class);
    }

    @Test
    void namesTheAllowedPagesToBrowsersAndNothingElse() {
        assertThat(origins.ancestors(inbox("shop.example", "*.shop.example:8443", "x; script-src *")))
                .isEqualTo("'self' http://shop.example:* https://shop.example:*"
                        + " http://*.shop.example:8443 https://*.shop.example:8443");
    }

    private static WebchatChannel inbox(String... domains) {
        return new WebchatChannel(
                "t", List.of(domains), null, false, null, null, null, null, null, null, null, null, null, null);
    }
}
