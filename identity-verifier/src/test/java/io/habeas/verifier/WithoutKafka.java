package io.habeas.verifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The verifier with the chassis' security and without its connection to Kafka, what it says written
 * down; and an issuer whose tokens read {@code client/role}.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(VerifierConfiguration.class)
@ComponentScan(
    basePackages = "io.habeas.verifier",
    useDefaultFilters = false,
    includeFilters =
        @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = RestController.class))
class WithoutKafka {
  /**
   * Starts it on a free port.
   *
   * @param keys the file with the vault's keys
   */
  static ConfigurableApplicationContext start(StandInMongo mongo, Path keys) {
    return new SpringApplicationBuilder(WithoutKafka.class)
        .properties(
            Map.of(
                "spring.config.name", "identity-verifier",
                "spring.main.web-application-type", "reactive"))
        .run(
            "--server.port=0",
            "--spring.mongodb.uri=" + mongo.uri(),
            "--habeas.identity-verifier.database=" + mongo.databaseName(),
            "--habeas.identity-verifier.vault.keys=" + keys,
            "--spring.config.import=file:../deploy/sample/anypromt/controller.yml",
            "--habeas.controller.name=ANYPROMT",
            "--habeas.controller.contact=dpo@example.org",
            "--habeas.controller.country=NL",
            "--habeas.controller.zone=Europe/Amsterdam",
            "--habeas.controller.authority.name=AP",
            "--habeas.controller.authority.website=https://example.org",
            "--habeas.controller.participants[0].name=accounts-db",
            "--habeas.controller.participants[0].client-id=accounts-client",
            "--habeas.controller.participants[0].identifier-types=email,account_id",
            "--habeas.controller.participants[1].name=billing",
            "--habeas.controller.participants[1].client-id=billing-client",
            "--habeas.controller.participants[1].identifier-types=account_id",
            "--habeas.controller.participants[2].name=subscribers",
            "--habeas.controller.participants[2].client-id=subscribers-client",
            "--habeas.controller.participants[2].identifier-types=email",
            "--habeas.controller.participants[2].consents=newsletter");
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  MeterRegistry meterRegistry() {
    return new SimpleMeterRegistry();
  }

  @Bean
  RecordingAnnouncements announcements() {
    return new RecordingAnnouncements();
  }

  @Bean
  ReactiveJwtDecoder issuer() {
    return token ->
        Mono.just(
            Jwt.withTokenValue(token)
                .header("alg", "none")
                .subject("subject")
                .claim("client_id", token.substring(0, token.indexOf('/')))
                .claim("roles", List.of(token.substring(token.indexOf('/') + 1)))
                .build());
  }
}
