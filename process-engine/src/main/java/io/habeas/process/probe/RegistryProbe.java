package io.habeas.process.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Whether the schema registry answers. */
public final class RegistryProbe implements Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int SERVER_ERROR = 500;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;

  /**
   * @param registryUrl the registry's core API, ending in {@code /apis/registry/v3}
   */
  public RegistryProbe(String registryUrl) {
    this.request =
        HttpRequest.newBuilder(URI.create(registryUrl + "/system/info")).timeout(PATIENCE).build();
  }

  @Override
  public String name() {
    return "schema-registry";
  }

  @Override
  public Finding check() {
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return new Finding(status < SERVER_ERROR, Map.of("status", status));
    } catch (IOException e) {
      return Finding.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.failed(e);
    }
  }
}
