package io.habeas.chassis.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

class SecurityAutoConfigurationTest {
  private static final Map<String, Jwt> TOKENS =
      Map.of(
          "participant", token(Map.of("roles", List.of("participant"), "client_id", "accounts-db")),
          "nobody", token(Map.of("sub", "somebody")));

  private ConfigurableApplicationContext service;
  private WebTestClient client;

  @BeforeEach
  void start() {
    service =
        new SpringApplicationBuilder(Service.class)
            .web(WebApplicationType.REACTIVE)
            .properties(
                "spring.config.name=none", "spring.main.banner-mode=off", "logging.level.root=warn")
            .run("--server.port=0");
    client =
        WebTestClient.bindToServer()
            .baseUrl(
                "http://localhost:" + service.getEnvironment().getProperty("local.server.port"))
            .build();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldLetAnybodyUsePublicEndpointsWhateverTheyCarry() {
    assertThat(status("/public", null)).isEqualTo(200);
    assertThat(status("/public", "no-token-of-the-issuer")).isEqualTo(200);
  }

  @Test
  void shouldRefuseOthersWithoutAToken() {
    assertThat(status("/for-participants", null)).isEqualTo(401);
    assertThat(status("/for-participants", "no-token-of-the-issuer")).isEqualTo(401);
    assertThat(status("/never-declared", null)).isEqualTo(401);
  }

  @Test
  void shouldAskForTheRole() {
    assertThat(status("/for-participants", "nobody")).isEqualTo(403);
    assertThat(status("/for-participants", "participant")).isEqualTo(200);
  }

  @Test
  void shouldNameTheClientAsPrincipal() {
    client
        .get()
        .uri("/for-participants")
        .headers(headers -> headers.setBearerAuth("participant"))
        .exchange()
        .expectBody(String.class)
        .isEqualTo("accounts-db");
  }

  private int status(String path, @org.jspecify.annotations.Nullable String token) {
    return client
        .get()
        .uri(path)
        .headers(
            headers -> {
              if (token != null) {
                headers.setBearerAuth(token);
              }
            })
        .exchange()
        .returnResult(String.class)
        .getStatus()
        .value();
  }

  private static Jwt token(Map<String, Object> claims) {
    return Jwt.withTokenValue("t")
        .header("alg", "none")
        .claims(all -> all.putAll(claims))
        .issuedAt(Instant.EPOCH)
        .build();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @RestController
  static class Service {
    @Bean
    PublicEndpoints publicEndpoints() {
      return new PublicEndpoints(List.of("/public"));
    }

    @Bean
    ReactiveJwtDecoder jwtDecoder() {
      return token ->
          Mono.justOrEmpty(TOKENS.get(token))
              .switchIfEmpty(Mono.error(new BadJwtException("unknown")));
    }

    @GetMapping("/public")
    Mono<String> open() {
      return Mono.just("open");
    }

    @GetMapping("/for-participants")
    @PreAuthorize("hasRole('participant')")
    Mono<String> forParticipants(java.security.Principal principal) {
      return Mono.just(principal.getName());
    }
  }
}
