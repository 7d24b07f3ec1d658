package io.habeas.notifier;

import io.habeas.chassis.ServiceApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The notifier as a process of its own. */
@SpringBootApplication
public class NotifierApplication {

  /** Starts it; arguments are settings, as {@code --key=value}. */
  public static void main(String... args) {
    ServiceApplication.run(NotifierApplication.class, "notifier", args);
  }
}
