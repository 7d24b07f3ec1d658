package io.habeas.storeagent.api;

import io.habeas.participant.vault.Vault;
import io.habeas.storeagent.connector.Connector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The agent's endpoints with the chassis' security; its connector is a test's, without topics. */
public final class AgentOverHttp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext agent;
  private final String base;

  public AgentOverHttp(Connector connector, Vault vault, Clock clock) {
    agent =
        new SpringApplicationBuilder(Endpoints.class)
            .web(WebApplicationType.REACTIVE)
            .properties(
                "spring.config.name=none", "spring.main.banner-mode=off", "logging.level.root=warn")
            .initializers(
                context -> {
                  var beans = (GenericApplicationContext) context;
                  beans.registerBean(
                      "connector",
                      Connector.class,
                      () -> connector,
                      // The test closes it.
                      definition ->
                          ((org.springframework.beans.factory.support.AbstractBeanDefinition)
                                  definition)
                              .setDestroyMethodName(""));
                  beans.registerBean(Vault.class, () -> vault);
                  beans.registerBean(Clock.class, () -> clock);
                })
            .run("--server.port=0");
    base = "http://127.0.0.1:" + agent.getEnvironment().getProperty("local.server.port");
  }

  /** An issuer whose tokens read {@code person/role}, for people who all use one program. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = "io.habeas.storeagent",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(
              type = FilterType.ANNOTATION,
              classes = {RestController.class, RestControllerAdvice.class}))
  static class Endpoints {
    @Bean
    ReactiveJwtDecoder issuer() {
      return token ->
          token.indexOf('/') < 0
              ? Mono.error(new BadJwtException("unknown"))
              : Mono.just(
                  Jwt.withTokenValue(token)
                      .header("alg", "none")
                      .subject(token.substring(0, token.indexOf('/')))
                      .claim("client_id", "console")
                      .claim("roles", List.of(token.substring(token.indexOf('/') + 1)))
                      .build());
    }
  }

  /**
   * What was answered.
   *
   * @param json null if it has no body
   */
  public record Reply(int status, String contentType, String cacheControl, JsonNode json) {
    /** The last part of the type of a problem. */
    public String problem() {
      return json.path("type").asString("").replace("urn:habeas:problem:", "");
    }
  }

  public Reply get(String path, String token) {
    return send(request(path, token).GET());
  }

  public Reply delete(String path, String token) {
    return send(request(path, token).DELETE());
  }

  public Reply post(String path, String token, String json) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public Reply put(String path, String token, String type, byte[] body) {
    return send(
        request(path, token)
            .header("Content-Type", type)
            .header("Content-Disposition", "attachment; filename=\"letter.pdf\"")
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.headers().firstValue("Cache-Control").orElse(""),
          JSON.readTree(response.body().isEmpty() ? "null" : response.body()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected an answer but was interrupted", e);
    }
  }

  @Override
  public void close() {
    agent.close();
  }
}
