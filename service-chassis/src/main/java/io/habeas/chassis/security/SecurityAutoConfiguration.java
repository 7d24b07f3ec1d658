package io.habeas.chassis.security;

import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import reactor.core.publisher.Mono;

/**
 * Every endpoint wants a token of the configured issuer, except health, metrics and what a service
 * declares {@linkplain PublicEndpoints public}. The claim {@code roles} becomes roles; the client's
 * id becomes the principal's name.
 */
@AutoConfiguration(
    beforeName =
        "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration")
@EnableWebFluxSecurity
@EnableReactiveMethodSecurity
public class SecurityAutoConfiguration {
  private static final List<String> PROBES =
      List.of("/actuator/health/**", "/actuator/health", "/actuator/prometheus");

  /**
   * Paths on which no token is looked at, since what they carry in its place is not for us to read.
   */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SecurityWebFilterChain publicEndpointsChain(
      ServerHttpSecurity http, ObjectProvider<PublicEndpoints> publicEndpoints) {
    List<ServerWebExchangeMatcher> open =
        java.util.stream.Stream.concat(
                PROBES.stream(), publicEndpoints.stream().flatMap(e -> e.pathPatterns().stream()))
            .<ServerWebExchangeMatcher>map(PathPatternParserServerWebExchangeMatcher::new)
            .toList();
    return stateless(http)
        .securityMatcher(new OrServerWebExchangeMatcher(open))
        .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
        .build();
  }

  /** Everything else. */
  @Bean
  SecurityWebFilterChain serviceEndpointsChain(ServerHttpSecurity http) {
    return stateless(http)
        .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
        .oauth2ResourceServer(
            server ->
                server.jwt(
                    jwt ->
                        jwt.jwtAuthenticationConverter(
                            token -> Mono.just(SecurityAutoConfiguration.authentication(token)))))
        .build();
  }

  private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
  }

  private static AbstractAuthenticationToken authentication(Jwt token) {
    List<GrantedAuthority> roles =
        Optional.ofNullable(token.getClaimAsStringList("roles")).orElse(List.of()).stream()
            .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role))
            .toList();
    return new JwtAuthenticationToken(token, roles, clientId(token));
  }

  /**
   * RFC 9068 has {@code client_id}, OpenID Connect {@code azp}; with neither, the subject is the
   * client.
   */
  private static String clientId(Jwt token) {
    return Optional.ofNullable(token.getClaimAsString("client_id"))
        .or(() -> Optional.ofNullable(token.getClaimAsString("azp")))
        .orElseGet(token::getSubject);
  }
}
