package io.habeas.standalone;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where everything in this process logs to, so that the terminal stays for the person at it. */
public final class LogFile {

  private LogFile() {}

  /** Logs to {@code file} from now on. */
  public static void open(Path file) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.putProperty("habeas.log", file.toString());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    URL configuration =
        Objects.requireNonNull(LogFile.class.getResource("/standalone-logback.xml"));
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw new IllegalStateException("Expected to log to %s but could not".formatted(file), e);
    }
  }
}
