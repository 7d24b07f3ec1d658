package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class EmbeddedS3IT {
  private static final String BUCKET = "things";

  @TempDir Path data;

  @Test
  void shouldKeepObjectsOverARestart() {
    // given
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3, "secret")) {
      client.createBucket(bucket -> bucket.bucket(BUCKET));
      client.putObject(put -> put.bucket(BUCKET).key("a/1"), RequestBody.fromString("something"));
    }

    // then
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3, "secret")) {
      assertThat(client.getObjectAsBytes(get -> get.bucket(BUCKET).key("a/1")).asUtf8String())
          .isEqualTo("something");
    }
  }

  @Test
  void shouldLetAPreSignedAddressWriteOneObjectAndReadNothing() throws Exception {
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3, "secret");
        S3Presigner presigner = presigner(s3);
        HttpClient http = HttpClient.newHttpClient()) {
      // given
      client.createBucket(bucket -> bucket.bucket(BUCKET));
      URI address =
          presigner
              .presignPutObject(
                  presign ->
                      presign
                          .signatureDuration(Duration.ofMinutes(1))
                          .putObjectRequest(put -> put.bucket(BUCKET).key("a/1")))
              .url()
              .toURI();

      // when
      int written = put(http, address);
      int read = http.send(HttpRequest.newBuilder(address).build(), discarding()).statusCode();
      int elsewhere = put(http, URI.create(address.toString().replace("/a/1", "/a/2")));

      // then
      assertThat(written).isEqualTo(200);
      assertThat(read).isEqualTo(403);
      assertThat(elsewhere).isEqualTo(403);
    }
  }

  @Test
  void shouldRefuseWhoHasNotTheSecret() {
    try (EmbeddedS3 s3 = start();
        S3Client client = client(s3, "guessed")) {
      assertThatThrownBy(() -> client.createBucket(bucket -> bucket.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  private EmbeddedS3 start() {
    return EmbeddedS3.start(new EmbeddedS3.Options(data, 0, "client", "secret"));
  }

  private static int put(HttpClient http, URI address) throws Exception {
    return http.send(
            HttpRequest.newBuilder(address)
                .PUT(HttpRequest.BodyPublishers.ofString("something"))
                .build(),
            discarding())
        .statusCode();
  }

  private static HttpResponse.BodyHandler<Void> discarding() {
    return HttpResponse.BodyHandlers.discarding();
  }

  private static S3Client client(EmbeddedS3 s3, String secret) {
    return S3Client.builder()
        .endpointOverride(s3.endpoint())
        .region(Region.of(EmbeddedS3.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("client", secret)))
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static S3Presigner presigner(EmbeddedS3 s3) {
    return S3Presigner.builder()
        .endpointOverride(s3.endpoint())
        .region(Region.of(EmbeddedS3.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("client", "secret")))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }
}
