package io.parley.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "photo.jpg, photo.jpg",
        "São Paulo 🏙.pdf, São Paulo 🏙.pdf",
        "../../etc/passwd, passwd",
        "'C:\\Users\\Ada\\cv.doc', cv.doc",
        "'a\"b;c.txt', a_b_c.txt",
        "'..hidden', hidden",
        "'', file",
        "'///', file",
        "' . ', file"
    })
    void keepsWhatIsSafe(String name, String expected) {
        assertThat(FileNames.safe(name)).isEqualTo(expected);
    }

    @Test
    void dropsLineBreaksThatWouldEndAHeaderAndMarksThatTurnTextAround() {
        assertThat(FileNames.safe("a\r\nSet-Cookie: x.txt")).isEqualTo("a_Set-Cookie_ x.txt");
        assertThat(FileNames.safe("photo\u202Egpj.exe")).isEqualTo("photo_gpj.exe");
    }

    @Test
    void aLongNameKeepsItsEndingAndWholeCharacters() {
        assertThat(FileNames.safe("🏙".repeat(200) + ".jpeg"))
                .endsWith("🏙.jpeg")
                .hasSizeLessThanOrEqualTo(120);
    }
}
