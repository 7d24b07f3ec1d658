package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, at the levels that are set. */
final class LogCapture implements AutoCloseable {
  /** What is shorter occurs by chance. */
  private static final int TELLING = 6;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  LogCapture() {
    events.start();
    root.addAppender(events);
  }

  /** None of these is in a line, nor in an exception that was logged with one. */
  void assertFreeOf(Collection<String> secrets) {
    List<String> telling =
        secrets.stream().filter(secret -> secret.strip().length() >= TELLING).toList();
    for (ILoggingEvent event : List.copyOf(events.list)) {
      String text = event.getFormattedMessage() + texts(event.getThrowableProxy());
      // The value itself must not be quoted by the failure either.
      assertThat(telling.stream().anyMatch(text::contains))
          .as("whether a line of %s tells something of a person", event.getLoggerName())
          .isFalse();
    }
  }

  private static String texts(@Nullable IThrowableProxy thrown) {
    StringBuilder texts = new StringBuilder();
    for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
      texts.append('\n').append(cause.getMessage());
    }
    return texts.toString();
  }

  @Override
  public void close() {
    root.detachAppender(events);
    events.stop();
  }
}
