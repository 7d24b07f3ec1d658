package io.habeas.participant.autoconfigure;

import java.net.http.HttpClient;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.client.RestClient;

/** An HTTP client that calls the vault in this participant's name, with finite timeouts. */
final class VaultClient {
  private static final String REGISTRATION = "habeas-vault";

  private VaultClient() {}

  static RestClient of(ParticipantSettings.Vault vault) {
    var registrations = new InMemoryClientRegistrationRepository(registration(vault));
    var credentials =
        new OAuth2ClientHttpRequestInterceptor(
            new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                registrations, new InMemoryOAuth2AuthorizedClientService(registrations)));
    credentials.setClientRegistrationIdResolver(request -> REGISTRATION);
    credentials.setPrincipalResolver(
        request ->
            new AnonymousAuthenticationToken(
                REGISTRATION,
                vault.clientId(),
                AuthorityUtils.createAuthorityList("ROLE_PARTICIPANT")));
    var requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(vault.timeout())
                .build());
    requests.setReadTimeout(vault.timeout());
    return RestClient.builder()
        .baseUrl(vault.url())
        .requestFactory(requests)
        .requestInterceptor(credentials)
        .build();
  }

  private static ClientRegistration registration(ParticipantSettings.Vault vault) {
    return ClientRegistration.withRegistrationId(REGISTRATION)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .tokenUri(vault.tokenUri().toString())
        .clientId(vault.clientId())
        .clientSecret(vault.clientSecret())
        .build();
  }
}
