package io.habeas.intake;

import io.habeas.chassis.ServiceApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The request intake as a process of its own. */
@SpringBootApplication
public class RequestIntakeApplication {

  /** Starts it; arguments are settings, as {@code --key=value}. */
  public static void main(String... args) {
    ServiceApplication.run(RequestIntakeApplication.class, "request-intake", args);
  }
}
