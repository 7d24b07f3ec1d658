package io.habeas.chassis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * Starts a service. Its configuration file is named after it ({@code request-intake.yml}), so that
 * several services can share a class path; what they have in common are the defaults in {@code
 * chassis.yml}.
 */
public final class ServiceApplication {
  private static final ClassPathResource DEFAULTS = new ClassPathResource("chassis.yml");

  private ServiceApplication() {}

  /**
   * Starts the service {@code name} and returns when it has started.
   *
   * @param application its Spring configuration
   * @param name its name: that of its configuration file, in logs and metrics
   * @param args settings as {@code --key=value}; they win over everything else
   */
  public static ConfigurableApplicationContext run(
      Class<?> application, String name, String... args) {
    return new SpringApplicationBuilder(application).properties(defaults(name)).run(args);
  }

  private static Map<String, Object> defaults(String name) {
    Map<String, Object> defaults = new HashMap<>();
    try {
      for (PropertySource<?> source : new YamlPropertySourceLoader().load("chassis", DEFAULTS)) {
        if (source instanceof EnumerablePropertySource<?> settings) {
          for (String key : settings.getPropertyNames()) {
            defaults.put(key, settings.getProperty(key));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    defaults.put("spring.config.name", name);
    defaults.put("spring.application.name", name);
    return defaults;
  }
}
