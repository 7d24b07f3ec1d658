package io.habeas.verifier;

import io.habeas.chassis.ServiceApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The identity verifier as a process of its own. */
@SpringBootApplication
public class IdentityVerifierApplication {

  /** Starts it; arguments are settings, as {@code --key=value}. */
  public static void main(String... args) {
    ServiceApplication.run(IdentityVerifierApplication.class, "identity-verifier", args);
  }
}
