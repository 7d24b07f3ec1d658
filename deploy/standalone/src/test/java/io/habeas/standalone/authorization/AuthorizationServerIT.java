package io.habeas.standalone.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.platform.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class AuthorizationServerIT {

  private static final List<Client> CLIENTS =
      List.of(new Client("accounts-db", "s3cret", List.of("participant")));

  @TempDir Path directory;

  @Test
  void shouldGiveTokensWithRolesThatStayValidOverARestart() throws Exception {
    // given
    Path key =
        Files.writeString(directory.resolve("key"), AuthorizationServer.generateSigningKey());
    int port = Ports.chooseAll(Map.of("it", 0)).firstEntry().getValue();
    String token;
    try (AuthorizationServer server = AuthorizationServer.start(port, key, CLIENTS)) {
      HttpResponse<String> answer = ask(server.tokenUri(), "accounts-db:s3cret");
      assertThat(answer.statusCode()).isEqualTo(200);
      token = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    // when
    try (AuthorizationServer server = AuthorizationServer.start(port, key, CLIENTS)) {
      Jwt verified =
          NimbusJwtDecoder.withJwkSetUri(server.jwkSetUri().toString()).build().decode(token);

      // then
      assertThat(verified.getClaimAsStringList("roles")).containsExactly("participant");
      assertThat(verified.getClaimAsString("client_id")).isEqualTo("accounts-db");
      assertThat(verified.getClaimAsString("iss")).isEqualTo(server.issuer().toString());
    }
  }

  @Test
  void shouldRefuseAWrongSecret() throws Exception {
    Path key =
        Files.writeString(directory.resolve("key"), AuthorizationServer.generateSigningKey());
    int port = Ports.chooseAll(Map.of("it", 0)).firstEntry().getValue();
    try (AuthorizationServer server = AuthorizationServer.start(port, key, CLIENTS)) {
      assertThat(ask(server.tokenUri(), "accounts-db:guess").statusCode()).isEqualTo(401);
      assertThat(ask(server.tokenUri(), "nobody:s3cret").statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> ask(URI tokenUri, String credentials) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(tokenUri)
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
