package io.habeas.standalone.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Gives tokens for client credentials (RFC 6749 section 4.4), with the roles of the client in the
 * claim {@code roles}.
 */
public final class AuthorizationServer implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final URI issuer;

  private AuthorizationServer(ConfigurableApplicationContext context, URI issuer) {
    this.context = context;
    this.issuer = issuer;
  }

  /**
   * Starts the server on the loopback address.
   *
   * @param port its port
   * @param signingKey a file that holds {@link #generateSigningKey a signing key}
   * @param clients who may have a token
   */
  public static AuthorizationServer start(int port, Path signingKey, List<Client> clients) {
    URI issuer = URI.create("http://127.0.0.1:" + port);
    ApplicationContextInitializer<GenericApplicationContext> given =
        beans -> {
          beans.registerBean(Issuer.class, () -> new Issuer(issuer, read(signingKey), clients));
        };
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Configured.class)
            .web(WebApplicationType.SERVLET)
            .initializers(given)
            .registerShutdownHook(false)
            .run(
                "--spring.config.name=authorization-server",
                "--spring.application.name=authorization-server",
                "--spring.main.banner-mode=off",
                "--server.address=127.0.0.1",
                "--server.port=" + port);
    return new AuthorizationServer(context, issuer);
  }

  /** A new key for {@link #start}, as text. */
  public static String generateSigningKey() {
    try {
      return new RSAKeyGenerator(2048)
          .keyID(UUID.randomUUID().toString())
          .generate()
          .toJSONString();
    } catch (JOSEException e) {
      throw new IllegalStateException("Expected to generate a signing key but could not", e);
    }
  }

  /** What tokens name as their issuer. */
  public URI issuer() {
    return issuer;
  }

  /** Where a client gets a token. */
  public URI tokenUri() {
    return issuer.resolve("/oauth2/token");
  }

  /** Where services get the key that tokens are verified with. */
  public URI jwkSetUri() {
    return issuer.resolve("/oauth2/jwks");
  }

  @Override
  public void close() {
    context.close();
  }

  private static RSAKey read(Path signingKey) {
    try {
      return RSAKey.parse(Files.readString(signingKey));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException e) {
      // The parser's message quotes what it read.
      throw new IllegalStateException(
          "Expected a signing key in %s but it is none".formatted(signingKey));
    }
  }

  private record Issuer(URI uri, RSAKey signingKey, List<Client> clients) {}

  /**
   * The server's own configuration. Only what it needs is auto-configured: the class path is that
   * of all services.
   */
  @Configuration(proxyBeanMethods = false)
  @EnableWebSecurity
  @ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    // Without any servlet the container answers 404 before it asks a filter.
    DispatcherServletAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
  })
  static class Configured {

    @Bean
    SecurityFilterChain endpoints(HttpSecurity http) {
      return http.oauth2AuthorizationServer(Customizer.withDefaults())
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .build();
    }

    @Bean
    RegisteredClientRepository clients(Issuer issuer) {
      return new InMemoryRegisteredClientRepository(
          issuer.clients().stream().map(Configured::registered).toList());
    }

    @Bean
    JWKSource<SecurityContext> keys(Issuer issuer) {
      return new ImmutableJWKSet<>(new JWKSet(issuer.signingKey()));
    }

    @Bean
    AuthorizationServerSettings settings(Issuer issuer) {
      return AuthorizationServerSettings.builder().issuer(issuer.uri().toString()).build();
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> roles(Issuer issuer) {
      Map<String, Client> clients =
          issuer.clients().stream().collect(Collectors.toMap(Client::id, Function.identity()));
      return token -> {
        String id = token.getRegisteredClient().getClientId();
        Client client = clients.get(id);
        token
            .getClaims()
            .claim("client_id", id)
            .claim("roles", client == null ? List.of() : client.roles());
      };
    }

    private static RegisteredClient registered(Client client) {
      return RegisteredClient.withId(client.id())
          .clientId(client.id())
          // 256 random bits: there is nothing a slow hash would protect.
          .clientSecret("{noop}" + client.secret())
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
          .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
          .build();
    }
  }
}
