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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.AnnotationScopeMetadataResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopeMetadata;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The agent's endpoints with the chassis' security; its connector is a test's, without topics. One
 * server per test JVM: it serves whichever agent was given to it last, until that is closed.
 */
public final class AgentOverHttp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final AtomicReference<@Nullable Served> SERVED = new AtomicReference<>();
  private static final String BASE = start();

  private record Served(Connector connector, Vault vault, Clock clock) {}

  public AgentOverHttp(Connector connector, Vault vault, Clock clock) {
    SERVED.set(new Served(connector, vault, clock));
  }

  private static Served served() {
    return Objects.requireNonNull(SERVED.get());
  }

  private static String start() {
    var agent =
        new SpringApplicationBuilder(Endpoints.class)
            .web(WebApplicationType.REACTIVE)
            .properties(
                "spring.config.name=none", "spring.main.banner-mode=off", "logging.level.root=warn")
            .run("--server.port=0");
    return "http://127.0.0.1:" + agent.getEnvironment().getProperty("local.server.port");
  }

  /** Controllers are made anew for each request, of what is served at that moment. */
  static final class EachAnew extends AnnotationScopeMetadataResolver {
    @Override
    public ScopeMetadata resolveScopeMetadata(BeanDefinition definition) {
      ScopeMetadata scope = super.resolveScopeMetadata(definition);
      if (definition instanceof AnnotatedBeanDefinition annotated
          && annotated.getMetadata().isAnnotated(RestController.class.getName())) {
        scope.setScopeName(BeanDefinition.SCOPE_PROTOTYPE);
      }
      return scope;
    }
  }

  /** An issuer whose tokens read {@code person/role}, for people who all use one program. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = "io.habeas.storeagent",
      useDefaultFilters = false,
      scopeResolver = EachAnew.class,
      includeFilters =
          @ComponentScan.Filter(
              type = FilterType.ANNOTATION,
              classes = {RestController.class, RestControllerAdvice.class}))
  static class Endpoints {
    // The test closes it.
    @Bean(destroyMethod = "")
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    Connector connector() {
      return served().connector();
    }

    @Bean
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    Vault vault() {
      return served().vault();
    }

    @Bean
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    Clock clock() {
      return served().clock();
    }

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
        HttpRequest.newBuilder(URI.create(BASE + path)).timeout(Duration.ofSeconds(60));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
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
    SERVED.set(null);
  }
}
