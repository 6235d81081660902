package io.parley.agentgateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

class ImageHeaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void learnsTheSizeFromPiecesThatPassBy(String format) throws IOException {
        byte[] image = image(format, 320, 200);
        ImageHeader header = new ImageHeader();

        for (int from = 0; from < image.length; from += 7) {
            int count = Math.min(7, image.length - from);
            header.read(DefaultDataBufferFactory.sharedInstance.wrap(
                    java.util.Arrays.copyOfRange(image, from, from + count)));
        }

        assertThat(header.size()).contains(new ImageHeader.Size(320, 200));
    }

    @Test
    void saysNothingOfWhatIsNoImage() {
        ImageHeader header = new ImageHeader();
        header.read(DefaultDataBufferFactory.sharedInstance.wrap(new byte[300_000]));

        assertThat(header.size()).isEmpty();
        assertThat(new ImageHeader().size()).isEmpty();
    }

    @Test
    void leavesTheBufferAsItIs() {
        var buffer = DefaultDataBufferFactory.sharedInstance.wrap(new byte[] {1, 2, 3});

        new ImageHeader().read(buffer);

        assertThat(buffer.readableByteCount()).isEqualTo(3);
    }

    private static byte[] image(String format, int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
        return bytes.toByteArray();
    }
}
