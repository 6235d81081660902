package io.parley.runtime.files;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where files lie.
 *
 * @param location directory of the files; with S3 only uploads under way lie there
 * @param maxSize the largest file
 * @param s3 a bucket to use instead of the directory
 */
@Validated
@ConfigurationProperties("parley.files")
public record FilesSettings(
        @DefaultValue(".parley/files") Path location,
        @DefaultValue("100MB") DataSize maxSize,
        @DefaultValue S3 s3) {

    /**
     * A bucket.
     *
     * @param bucket absent or empty: files lie in the directory
     * @param endpoint of something that speaks S3, such as MinIO; absent: Amazon's own
     * @param accessKey absent: found where Amazon's tools find it (environment, profile, role)
     */
    public record S3(
            @Nullable String bucket,
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") String region,
            @Nullable String accessKey,
            @Nullable String secretKey) {

        /** The keys are not for logs. */
        @Override
        public String toString() {
            return "S3[bucket=%s, endpoint=%s, region=%s]".formatted(bucket, endpoint, region);
        }
    }
}
