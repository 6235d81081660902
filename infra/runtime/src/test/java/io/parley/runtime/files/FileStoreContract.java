package io.parley.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every store of files keeps to. */
interface FileStoreContract {

    DataSize MAX_SIZE = DataSize.ofKilobytes(300);

    /** A store with {@link #MAX_SIZE}. */
    FileStore store();

    /** How many files there are, also unfinished ones and those beside. */
    long filesLeft() throws Exception;

    @Test
    default void givesBackWhatItWasGiven() {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);

        StoredFile stored = store().write(file("Photo of Ada.JPG", bytes)).block();

        assertThat(stored.sizeBytes()).isEqualTo(200_000);
        assertThat(stored.mediaType()).isEqualTo("image/jpeg");
        assertThat(stored.key()).matches("[0-9a-f]{32}\\.jpg");
        FileContent content = store().read(stored.key()).block();
        assertThat(content.file()).isEqualTo(stored);
        assertThat(all(content.bytes())).isEqualTo(bytes);
    }

    @Test
    default void mayBeAskedFromAnEventLoop() {
        StoredFile stored = Mono.defer(() -> store().write(file("a.txt", "hello")))
                .subscribeOn(Schedulers.parallel())
                .block();

        byte[] found = Mono.defer(() -> store().read(stored.key()))
                .flatMapMany(FileContent::bytes)
                .subscribeOn(Schedulers.parallel())
                .as(FileStoreContract::all);

        assertThat(new String(found, StandardCharsets.UTF_8)).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({"0, 5, hello", "1, 3, ell", "3, 100, lo", "5, 1, ''", "-1, 2, ''", "0, 0, ''"})
    default void givesBackAPart(long from, long count, String expected) {
        StoredFile stored = store().write(file("a.txt", "hello")).block();

        byte[] part = all(store().read(stored.key()).block().bytes(from, count));

        assertThat(new String(part, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    default void anEmptyFileIsAFile() {
        StoredFile stored = store().write(file("empty.txt", "")).block();

        assertThat(stored.sizeBytes()).isZero();
        assertThat(all(store().read(stored.key()).block().bytes())).isEmpty();
    }

    @Test
    default void twoFilesOfOneNameAreTwoFiles() {
        StoredFile one = store().write(file("a.txt", "one")).block();
        StoredFile two = store().write(file("a.txt", "two")).block();

        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(all(store().read(one.key()).block().bytes()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("one");
    }

    @Test
    default void refusesWhatIsTooLargeAndLeavesNothingBehind() throws Exception {
        Flux<DataBuffer> large = Flux.range(0, 1_000).map(i -> buffer(new byte[1_000]));

        StepVerifier.create(store().write(new FileToStore("large.bin", "application/octet-stream", large)))
                .verifyError(FileTooLarge.class);

        assertThat(filesLeft()).isZero();
    }

    @Test
    default void leavesNothingBehindWhenTheBytesEndInAnError() throws Exception {
        Flux<DataBuffer> broken =
                Flux.concat(Flux.just(buffer(new byte[1_000])), Flux.error(new IllegalStateException("cut off")));

        StepVerifier.create(store().write(new FileToStore("broken.bin", "application/octet-stream", broken)))
                .verifyErrorMessage("cut off");

        assertThat(filesLeft()).isZero();
    }

    @Test
    default void whatIsDeletedIsGone() throws Exception {
        StoredFile stored = store().write(file("a.txt", "hello")).block();

        store().delete(stored.key()).block();
        store().delete(stored.key()).block();

        StepVerifier.create(store().read(stored.key())).verifyComplete();
        assertThat(filesLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef.txt",
                "../../etc/passwd",
                "..",
                "",
                "0123456789abcdef0123456789abcdef/../x",
                "0123456789ABCDEF0123456789ABCDEF"
            })
    default void knowsNoOtherKeys(String key) {
        StepVerifier.create(store().read(key)).verifyComplete();
        StepVerifier.create(store().delete(key)).verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"no ending, ''", "'a.tar.gz', .gz", "'a.b/c', ''", "'x.averyveryverylongending', ''", "'a.J P G', ''"})
    default void keepsOfANameNoMoreThanAPlainEnding(String name, String ending) {
        StoredFile stored = store().write(file(name, "hello")).block();

        assertThat(stored.key().substring(32)).isEqualTo(ending);
    }

    private static FileToStore file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static FileToStore file(String name, byte[] bytes) {
        int chunk = 50_000;
        Flux<DataBuffer> buffers = Flux.range(0, (bytes.length + chunk - 1) / chunk)
                .map(i -> buffer(
                        java.util.Arrays.copyOfRange(bytes, i * chunk, Math.min(bytes.length, (i + 1) * chunk))));
        return new FileToStore(name, "image/jpeg", buffers);
    }

    private static DataBuffer buffer(byte[] bytes) {
        return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
    }

    private static byte[] all(Flux<DataBuffer> buffers) {
        return DataBufferUtils.join(buffers)
                .map(joined -> {
                    byte[] bytes = new byte[joined.readableByteCount()];
                    joined.read(bytes);
                    DataBufferUtils.release(joined);
                    return bytes;
                })
                .defaultIfEmpty(new byte[0])
                .block();
    }
}
