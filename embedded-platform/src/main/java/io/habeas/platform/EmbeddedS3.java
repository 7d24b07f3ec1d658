package io.habeas.platform;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object storage that speaks S3 and keeps its objects as files, in this process. Checks
 * signatures (version 4), pre-signed addresses included; has no versions and no object tags.
 */
public final class EmbeddedS3 implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedS3.class);

  /** The region that signatures are to name; any would do. */
  public static final String REGION = "us-east-1";

  private final DataDirectory directory;
  private final S3Proxy server;

  private EmbeddedS3(DataDirectory directory, S3Proxy server) {
    this.directory = directory;
    this.server = server;
  }

  /**
   * Where and how the server runs.
   *
   * @param dataDir the server's own directory
   * @param port its port, 0 for any free one
   * @param accessKey of the one client that it knows
   * @param secretKey that client's
   */
  public record Options(Path dataDir, int port, String accessKey, String secretKey) {
    /** Leaves the credentials out. */
    @Override
    public String toString() {
      return "Options[" + dataDir + ", " + port + "]";
    }
  }

  /**
   * Starts the server and returns when it answers.
   *
   * @throws IllegalStateException if the port is taken, the directory is in use, or it fails to
   *     start
   */
  public static EmbeddedS3 start(Options options) {
    DataDirectory directory = DataDirectory.take(options.dataDir());
    try {
      int port = Ports.choose("S3", options.port());
      Path objects = Files.createDirectories(directory.path().resolve("objects"));
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(objects.toString()))
              .endpoint(URI.create("http://" + Ports.LOOPBACK + ":" + port))
              .awsAuthentication(
                  AuthenticationType.AWS_V4, options.accessKey(), options.secretKey())
              .build();
      server.start();
      log.info("S3 serves on port {}", port);
      return new EmbeddedS3(directory, server);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    } catch (Exception e) {
      directory.close();
      throw new IllegalStateException("Expected S3 to start but it failed", e);
    }
  }

  /** Where clients connect; buckets are named in the path. */
  public URI endpoint() {
    return URI.create("http://" + Ports.LOOPBACK + ":" + server.getPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Expected S3 to stop but it failed", e);
    } finally {
      directory.close();
    }
  }
}
