package io.parley.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.runtime.secret.HubSecret;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FileLinksTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef.jpg";

    private final FileLinks links = links("0123456789abcdef0123456789abcdef");

    @Test
    void aLinkEndsInTheFilesNameAndIsTheSameEachTime() {
        URI link = links.linkTo(KEY, "São Paulo #1?.jpg");

        assertThat(link.toString())
                .matches("https://hub\\.example/files/" + KEY + "/[A-Za-z0-9_-]{22}/S%C3%A3o%20Paulo%20_1_\\.jpg");
        assertThat(links.linkTo(KEY, "São Paulo #1?.jpg")).isEqualTo(link);
    }

    @Test
    void aNameCannotLeadElsewhere() {
        assertThat(links.linkTo(KEY, "../../admin").getPath())
                .endsWith("/admin")
                .doesNotContain("..");
    }

    @Test
    void theHubKnowsItsOwnLinksAndNoOthers() {
        String signature = links.linkTo(KEY, "a.jpg").getPath().split("/")[3];

        assertThat(links.verify(KEY, signature)).isTrue();
        assertThat(links.verify(KEY.replace('0', '1'), signature)).isFalse();
        assertThat(links.verify(KEY, signature.substring(1) + "A")).isFalse();
        assertThat(links.verify(KEY, "")).isFalse();
        assertThat(links.verify("../" + KEY, signature)).isFalse();
        assertThat(links("fedcba9876543210fedcba9876543210").verify(KEY, signature))
                .isFalse();
    }

    private static FileLinks links(String secret) {
        return new FileLinks(new HubSecret(secret), URI.create("https://hub.example/"));
    }
}
