package com.anypromt.promptlibrary;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A small product service, as there are many at ANYPROMT. */
@SpringBootApplication(proxyBeanMethods = false)
public class PromptLibraryApplication {

  /** Starts it. */
  public static void main(String... args) {
    SpringApplication.run(PromptLibraryApplication.class, args);
  }
}
