package io.habeas.standalone;

import io.habeas.chassis.ServiceApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A service as it runs in production, in a Spring context of its own; all that makes it part of the
 * standalone is its settings.
 *
 * @param name its name, in logs and metrics too
 * @param kind the name of its configuration file
 * @param application its Spring configuration
 * @param port where it listens
 * @param settings what production would set
 */
record Service(
    String name, String kind, Class<?> application, int port, Map<String, String> settings) {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  Service {
    settings = Map.copyOf(settings);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Starts the service and returns when it says that it is ready.
   *
   * @throws IllegalStateException if it does not start, or is not ready for a minute
   */
  ConfigurableApplicationContext start() {
    String[] arguments =
        settings.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    ConfigurableApplicationContext context = run(arguments);
    try {
      awaitReadiness();
      return context;
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private ConfigurableApplicationContext run(String... arguments) {
    try {
      return ServiceApplication.run(application, kind, arguments);
    } catch (RuntimeException e) {
      throw new IllegalStateException("Expected %s to start but it failed".formatted(name), e);
    }
  }

  private void awaitReadiness() {
    HttpRequest question =
        HttpRequest.newBuilder(url().resolve("/actuator/health/readiness"))
            .timeout(Duration.ofSeconds(10))
            .build();
    AtomicReference<String> last = new AtomicReference<>("nothing");
    try (HttpClient client = HttpClient.newHttpClient()) {
      Patience.until(
          PATIENCE,
          () -> {
            HttpResponse<String> answer = ask(client, question);
            last.set(answer.body());
            return Optional.of(answer).filter(response -> response.statusCode() == 200);
          },
          () ->
              "Expected %s to be ready within %s but it says %s"
                  .formatted(name, PATIENCE, last.get()));
    }
  }

  private HttpResponse<String> ask(HttpClient client, HttpRequest question) {
    try {
      return client.send(question, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("Expected %s to answer but it did not".formatted(name), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Expected %s to answer but was interrupted".formatted(name), e);
    }
  }
}
