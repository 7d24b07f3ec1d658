package io.habeas.notifier.mail;

import io.habeas.chassis.health.Dependency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Whether the mail server takes connections. It is asked once in a while only, however often the
 * health is looked at.
 */
public final class MailServer implements Dependency {
  private static final Duration BELIEVED = Duration.ofSeconds(15);

  private final JavaMailSenderImpl server;
  private final Clock clock;
  private @Nullable Finding last;
  private Instant lookedAt = Instant.MIN;

  public MailServer(JavaMailSenderImpl server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public synchronized Finding check() {
    Instant now = clock.instant();
    Finding known = last;
    if (known != null && now.isBefore(lookedAt.plus(BELIEVED))) {
      return known;
    }
    Finding found = look();
    last = found;
    lookedAt = now;
    return found;
  }

  private Finding look() {
    try {
      server.testConnection();
      return Finding.ok();
    } catch (jakarta.mail.MessagingException | RuntimeException e) {
      return new Finding(false, Map.of("error", e.getClass().getSimpleName()));
    }
  }
}
