package io.habeas.intake;

import io.habeas.intake.decisions.DecisionLog;
import io.habeas.intake.decisions.StoreHoldLog;
import io.habeas.intake.frontdoor.Announcements;
import io.habeas.process.header.TraceParent;
import io.habeas.schemas.avro.DecisionRecord;
import io.habeas.schemas.avro.IntakeRecord;
import io.habeas.schemas.avro.StoreHoldRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import reactor.core.publisher.Mono;

/**
 * The intake without its connection to Kafka and without a verifier, what it says written down; and
 * an issuer whose tokens read {@code subject/role}, with a tilde for an at sign, which no bearer
 * token may hold.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(IntakeConfiguration.class)
@ComponentScan(
    basePackages = "io.habeas.intake",
    useDefaultFilters = false,
    includeFilters =
        @ComponentScan.Filter(
            type = FilterType.ANNOTATION,
            classes = {RestController.class, RestControllerAdvice.class}))
public class WithoutKafka {
  public static final RecordingVault VERIFIER = new RecordingVault();
  public static final List<IntakeRecord> ANNOUNCED = new CopyOnWriteArrayList<>();
  public static final List<DecisionRecord> DECIDED = new CopyOnWriteArrayList<>();
  public static final List<StoreHoldRecord> STORES_HELD = new CopyOnWriteArrayList<>();
  public static final List<TraceParent> TRACES = new CopyOnWriteArrayList<>();
  public static final AtomicBoolean BROKEN = new AtomicBoolean();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Starts it on a free port. */
  public static ConfigurableApplicationContext start(String mongoUri, Path directory) {
    Path keys = directory.resolve("intake-keys.json");
    KeyedHash.generate(keys);
    return new SpringApplicationBuilder(WithoutKafka.class)
        .properties(
            Map.of(
                "spring.config.name", "request-intake",
                "spring.main.web-application-type", "reactive"))
        .run(
            "--server.port=0",
            "--spring.mongodb.uri=" + mongoUri,
            "--habeas.request-intake.keys=" + keys,
            "--habeas.request-intake.verifier-url=http://127.0.0.1:1",
            "--habeas.request-intake.export-builder-url=http://127.0.0.1:1",
            "--habeas.security.client.token-uri=http://127.0.0.1:1/oauth2/token",
            "--habeas.security.client.client-id=request-intake",
            "--habeas.security.client.client-secret=secret",
            "--spring.config.import=file:../deploy/sample/anypromt/controller.yml",
            "--habeas.controller.name=ANYPROMT",
            "--habeas.controller.contact=dpo@example.org",
            "--habeas.controller.country=NL",
            "--habeas.controller.zone=Europe/Amsterdam",
            "--habeas.controller.authority.name=AP",
            "--habeas.controller.authority.website=https://example.org",
            "--habeas.controller.consents.newsletter.en=the newsletter",
            "--habeas.controller.participants[0].name=accounts-db",
            "--habeas.controller.participants[0].client-id=accounts-db",
            "--habeas.controller.participants[0].identifier-types=email");
  }

  /** Where a started one is reached. */
  public static URI url(ConfigurableApplicationContext started) {
    return URI.create(
        "http://127.0.0.1:" + started.getEnvironment().getRequiredProperty("local.server.port"));
  }

  /** A client of a started one. */
  public static WebTestClient client(ConfigurableApplicationContext started) {
    return WebTestClient.bindToServer()
        .baseUrl(url(started).toString())
        .responseTimeout(PATIENCE)
        .build();
  }

  /** Forgets what was said, and mends what was broken. */
  public static void forget() {
    VERIFIER.forget();
    BROKEN.set(false);
    ANNOUNCED.clear();
    DECIDED.clear();
    STORES_HELD.clear();
    TRACES.clear();
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
  @Primary
  RecordingVault recordingVault() {
    return VERIFIER;
  }

  @Bean
  Announcements announcements() {
    return record -> note(ANNOUNCED, record);
  }

  @Bean
  DecisionLog decisionLog() {
    return record -> note(DECIDED, record);
  }

  @Bean
  StoreHoldLog storeHoldLog() {
    return record -> note(STORES_HELD, record);
  }

  private static <R> void note(List<R> all, R record) {
    if (BROKEN.get()) {
      throw new Unavailable("kafka", new IllegalStateException("away"));
    }
    all.add(record);
    TraceParent.current().ifPresent(TRACES::add);
  }

  @Bean
  ReactiveJwtDecoder issuer() {
    return token -> {
      String[] parts = token.split("/", 2);
      if (parts.length < 2) {
        throw new BadJwtException("Expected a subject and a role but got something else");
      }
      return Mono.just(
          Jwt.withTokenValue(token)
              .header("alg", "none")
              .subject(parts[0].replace('~', '@'))
              .claim("client_id", "console")
              .claim("roles", List.of(parts[1]))
              .build());
    };
  }
}
