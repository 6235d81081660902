package io.parley.store.article;

import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.article.Articles.ArticleDefaults;
import io.parley.store.article.Articles.Status;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an article out of a Markdown file. */
final class ArticleText {

    private static final Pattern FRONT_MATTER =
            Pattern.compile("\\A---\\s*\\n(.*?)\\n---\\s*(?:\\n|\\z)", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("(?m)^([a-z_]+):\\s*(.*?)\\s*$");
    private static final Pattern QUOTED = Pattern.compile("\\A([\"'])(.*)\\1\\z");
    private static final Pattern HEADING = Pattern.compile("(?m)\\A\\s*# +(.+?)\\s*#*\\s*$");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final int LONGEST_SLUG = 80;

    private ArticleText() {}

    /** The title is what the file says, else its first heading, else its name. */
    static ArticleChange read(String name, String text, ArticleDefaults defaults) {
        String plain = text.replace("\r\n", "\n").replace("\uFEFF", "").replace("\0", "");
        Matcher frontMatter = FRONT_MATTER.matcher(plain);
        Map<String, String> fields = new HashMap<>();
        String content = plain;
        if (frontMatter.find()) {
            FIELD.matcher(frontMatter.group(1))
                    .results()
                    .forEach(field -> fields.put(field.group(1), unquoted(field.group(2))));
            content = plain.substring(frontMatter.end());
        }
        Matcher heading = HEADING.matcher(content);
        String title = Optional.ofNullable(fields.get("title")).orElse("");
        if (title.isEmpty() && heading.find()) {
            title = heading.group(1);
            content = content.substring(heading.end());
        }
        return new ArticleChange(
                title.isEmpty() ? titleOf(name) : title,
                content.strip(),
                fields.getOrDefault("locale", defaults.locale()),
                status(fields.get("status"), defaults.status()),
                fields.get("slug"));
    }

    private static Status status(@Nullable String word, Status otherwise) {
        return "published".equals(word) ? Status.PUBLISHED : "draft".equals(word) ? Status.DRAFT : otherwise;
    }

    private static String unquoted(String value) {
        Matcher quoted = QUOTED.matcher(value);
        return quoted.matches() ? quoted.group(2) : value;
    }

    private static String titleOf(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return (dot > 0 ? file.substring(0, dot) : file)
                .replaceAll("[-_]+", " ")
                .strip();
    }

    /** Lower case, words joined by {@code -}; never empty. */
    static String slugOf(String title) {
        String plain = ACCENTS.matcher(Normalizer.normalize(title, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-+|-+$", "");
        String slug = plain.substring(0, Math.min(plain.length(), LONGEST_SLUG)).replaceAll("-+$", "");
        return slug.isEmpty() ? "article" : slug;
    }
}
