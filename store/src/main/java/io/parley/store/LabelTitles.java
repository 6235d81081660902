package io.parley.store;

import java.util.List;
import java.util.Locale;

/** Labels in the form they are stored in on conversations and contacts. */
public final class LabelTitles {

    private static final int MAX_LENGTH = 255;

    private LabelTitles() {}

    /** Lower case, without blanks and doubles, in order of the alphabet. */
    public static List<String> of(List<String> titles) {
        return titles.stream()
                .map(title -> title.strip().toLowerCase(Locale.ROOT))
                .filter(title -> !title.isEmpty())
                .map(LabelTitles::checked)
                .distinct()
                .sorted()
                .toList();
    }

    private static String checked(String title) {
        if (title.length() > MAX_LENGTH) {
            throw new StoreFailure.Invalid(
                    "labels", "Label is too long (maximum is %d characters)".formatted(MAX_LENGTH));
        }
        return title;
    }
}
