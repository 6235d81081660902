package io.parley.store.article;

import io.parley.runtime.files.FetchFailure;
import io.parley.runtime.files.Fetched;
import io.parley.runtime.files.SafeFetch;
import io.parley.store.article.Articles.MarkdownFile;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads what is at an address somebody gave, past the same guard as attachments: no internal address unless allowed.
 */
@Component
class FetchArticles {

    private static final int LARGEST = 2 << 20;

    private final SafeFetch fetch;

    FetchArticles(SafeFetch fetch) {
        this.fetch = fetch;
    }

    /** Errors with {@link Unreadable}. */
    Mono<MarkdownFile> fetch(URI address) {
        return fetch.get(address, fetched -> text(address, fetched))
                .onErrorMap(FetchFailure.class, failure -> new Unreadable(String.valueOf(failure.getMessage())))
                .onErrorMap(DataBufferLimitException.class, failure -> new Unreadable("It is larger than 2 MB"));
    }

    private static Mono<MarkdownFile> text(URI address, Fetched fetched) {
        MediaType type = typeOf(fetched);
        boolean page = type.getSubtype().toLowerCase(Locale.ROOT).contains("html");
        if (!page && !type.getType().equals("text")) {
            return Mono.error(new Unreadable("It is %s, neither text nor a web page".formatted(type)));
        }
        return DataBufferUtils.join(fetched.bytes(), LARGEST)
                .map(buffer -> {
                    String text =
                            buffer.toString(Objects.requireNonNullElse(type.getCharset(), StandardCharsets.UTF_8));
                    DataBufferUtils.release(buffer);
                    return new MarkdownFile(address.toString(), page ? PageText.markdown(text) : text);
                })
                .switchIfEmpty(Mono.error(() -> new Unreadable("It is empty")));
    }

    private static MediaType typeOf(Fetched fetched) {
        try {
            MediaType type = MediaType.parseMediaType(Objects.requireNonNullElse(fetched.mediaType(), "text/plain"));
            Charset charset = type.getCharset();
            return charset == null ? new MediaType(type.getType(), type.getSubtype()) : type;
        } catch (InvalidMediaTypeException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return MediaType.TEXT_PLAIN;
        }
    }

    /** Why there is no text at an address, a sentence. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
