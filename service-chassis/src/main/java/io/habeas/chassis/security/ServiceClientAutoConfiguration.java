package io.habeas.chassis.security;

import io.micrometer.observation.ObservationRegistry;
import java.net.http.HttpClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Clients with which a service calls another one: authenticated, with finite timeouts, carrying the
 * trace on.
 */
@AutoConfiguration
@ConditionalOnProperty("habeas.security.client.token-uri")
@EnableConfigurationProperties(ServiceClientProperties.class)
public class ServiceClientAutoConfiguration {
  private static final String REGISTRATION = "habeas";

  /** For listeners and other threads that may block. */
  @Bean
  RestClient.Builder serviceRestClientBuilder(
      ServiceClientProperties properties, ObservationRegistry observations) {
    var registrations = new InMemoryClientRegistrationRepository(registration(properties));
    var interceptor =
        new OAuth2ClientHttpRequestInterceptor(
            new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                registrations, new InMemoryOAuth2AuthorizedClientService(registrations)));
    interceptor.setClientRegistrationIdResolver(request -> REGISTRATION);
    interceptor.setPrincipalResolver(
        request ->
            new AnonymousAuthenticationToken(
                REGISTRATION,
                properties.clientId(),
                AuthorityUtils.createAuthorityList("ROLE_SERVICE")));
    var requests = new JdkClientHttpRequestFactory(httpClient(properties));
    requests.setReadTimeout(properties.timeout());
    return RestClient.builder()
        .requestFactory(requests)
        .requestInterceptor(interceptor)
        .observationRegistry(observations);
  }

  /** For the threads of WebFlux. */
  @Bean
  WebClient.Builder serviceWebClientBuilder(
      ServiceClientProperties properties, ObservationRegistry observations) {
    var registrations = new InMemoryReactiveClientRegistrationRepository(registration(properties));
    var filter =
        new ServerOAuth2AuthorizedClientExchangeFilterFunction(
            new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
                registrations, new InMemoryReactiveOAuth2AuthorizedClientService(registrations)));
    filter.setDefaultClientRegistrationId(REGISTRATION);
    var connector = new JdkClientHttpConnector(httpClient(properties));
    connector.setReadTimeout(properties.timeout());
    return WebClient.builder()
        .clientConnector(connector)
        .filter(filter)
        .observationRegistry(observations);
  }

  private static HttpClient httpClient(ServiceClientProperties properties) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(properties.timeout())
        .build();
  }

  private static ClientRegistration registration(ServiceClientProperties properties) {
    return ClientRegistration.withRegistrationId(REGISTRATION)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenUri(properties.tokenUri().toString())
        .clientId(properties.clientId())
        .clientSecret(properties.clientSecret())
        .build();
  }
}
