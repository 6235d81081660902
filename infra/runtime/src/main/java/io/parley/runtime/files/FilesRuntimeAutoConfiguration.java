package io.parley.runtime.files;

import io.parley.runtime.secret.HubSecret;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Where files lie, links to them, and fetching them from elsewhere. */
@AutoConfiguration
@EnableConfigurationProperties({FilesSettings.class, FetchSettings.class})
class FilesRuntimeAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FileStore fileStore(FilesSettings settings) {
        String bucket = settings.s3().bucket();
        return bucket == null || bucket.isBlank()
                ? FileStore.in(settings.location(), settings.maxSize())
                : inBucket(bucket, settings);
    }

    @Bean
    FileLinks fileLinks(
            HubSecret secret, @Value("${parley.frontend-url:${FRONTEND_URL:http://localhost:3000}}") URI frontendUrl) {
        return new FileLinks(secret, frontendUrl);
    }

    @Bean
    SafeFetch safeFetch(FetchSettings settings) {
        return new SafeFetch(settings);
    }

    /** In a method of its own: without a bucket none of Amazon's classes is ever loaded. */
    private static FileStore inBucket(String bucket, FilesSettings settings) {
        FilesSettings.S3 s3 = settings.s3();
        S3ClientBuilder client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(s3.region()))
                .credentialsProvider(credentials(s3));
        if (s3.endpoint() != null) {
            // What speaks S3 elsewhere seldom knows a host name per bucket or Amazon's newer checksums.
            client.endpointOverride(s3.endpoint())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .serviceConfiguration(it -> it.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false));
        }
        return new S3FileStore(client.build(), bucket, settings.location().resolve("uploads"), settings.maxSize());
    }

    private static AwsCredentialsProvider credentials(FilesSettings.S3 s3) {
        return s3.accessKey() == null
                        || s3.secretKey() == null
                        || s3.accessKey().isBlank()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), s3.secretKey()));
    }
}
