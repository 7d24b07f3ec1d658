package io.habeas.storeagent.s3;

import java.net.URI;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The clients of one connection.
 *
 * @param writing what erases, and keeps the journal
 * @param reading what only looks; may be the same
 */
record Clients(S3Client writing, S3Client reading) implements AutoCloseable {

  /**
   * Connects to nothing yet.
   *
   * @param around what is put around each client
   */
  static Clients of(BucketConnection connection, UnaryOperator<S3Client> around) {
    S3Client writing =
        around.apply(client(connection, connection.accessKey(), connection.secretKey()));
    return new Clients(
        writing,
        connection.readOnlyAccessKey() == null
            ? writing
            : around.apply(
                client(
                    connection, connection.readOnlyAccessKey(), connection.readOnlySecretKey())));
  }

  private static S3Client client(
      BucketConnection connection, @Nullable String accessKey, @Nullable String secretKey) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(connection.region()))
            .credentialsProvider(credentials(accessKey, secretKey))
            .forcePathStyle(connection.pathStyle())
            .overrideConfiguration(o -> o.apiCallTimeout(connection.timeout()))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(connection.connectTimeout())
                    .socketTimeout(connection.timeout()));
    URI endpoint = connection.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(
      @Nullable String accessKey, @Nullable String secretKey) {
    return accessKey == null || secretKey == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }

  @Override
  public void close() {
    writing.close();
    if (reading != writing) {
      reading.close();
    }
  }
}
