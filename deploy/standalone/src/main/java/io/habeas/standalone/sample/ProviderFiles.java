package io.habeas.standalone.sample;

import io.habeas.standalone.authorization.ClientCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the sample's product has uploaded to its AI provider. The provider knows no people, so
 * whoever uploads reports to the store agent whose a file is.
 */
public final class ProviderFiles implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Where where;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Where the provider and the agent are.
   *
   * @param provider its base URL
   * @param key the API key
   * @param agent the agent's base URL
   * @param reporter the client that may report to it
   */
  public record Where(URI provider, String key, URI agent, ClientCredentials reporter) {
    /** Leaves the credentials out. */
    @Override
    public String toString() {
      return "Where[" + provider + ", " + agent + "]";
    }
  }

  ProviderFiles(Where where) {
    this.where = where;
  }

  /** Uploads a file of an account's and reports whose it is. */
  public void upload(long account, String name, byte[] content) {
    report(Map.of(put(account, name, content), account));
  }

  /**
   * Uploads a file and leaves the report to the caller.
   *
   * @return the provider's name of the file
   */
  String put(long account, String name, byte[] content) {
    URI files = where.provider().resolve("/v1/files?filename=user-" + account + "." + name);
    JsonNode uploaded =
        send(
            HttpRequest.newBuilder(files)
                .header("Authorization", "Bearer " + where.key())
                .POST(BodyPublishers.ofByteArray(content)));
    return uploaded.path("id").asString();
  }

  /** Reports whose files are, by their names at the provider. */
  void report(Map<String, Long> accounts) {
    StringBuilder lines = new StringBuilder();
    accounts.forEach(
        (file, account) ->
            lines
                .append(
                    JSON.writeValueAsString(
                        Map.of(
                            "kind", "files",
                            "object", Map.of("file_id", file),
                            "subject", Map.of("account_id", account.toString()))))
                .append('\n'));
    send(
        HttpRequest.newBuilder(where.agent().resolve("/v1/objects"))
            .header("Authorization", "Bearer " + where.reporter().token(client))
            .header("Content-Type", "application/x-ndjson")
            .PUT(BodyPublishers.ofString(lines.toString())));
  }

  SortedMap<String, Map<String, String>> files() {
    JsonNode list =
        send(
            HttpRequest.newBuilder(where.provider().resolve("/v1/files"))
                .header("Authorization", "Bearer " + where.key())
                .GET());
    SortedMap<String, Map<String, String>> files = new TreeMap<>();
    List<JsonNode> all = new ArrayList<>();
    list.path("data").forEach(all::add);
    for (JsonNode file : all) {
      files.put(
          file.path("id").asString(),
          Map.of(
              "account_id",
              account(file.path("filename").asString()),
              "bytes",
              file.path("bytes").asString()));
    }
    return files;
  }

  /** Whose a file is, by the name that the product gave it. */
  static String account(String filename) {
    int dot = filename.indexOf('.');
    return filename.startsWith("user-") && dot > 0 ? filename.substring("user-".length(), dot) : "";
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpRequest built = request.timeout(PATIENCE).build();
    try {
      var answer = client.send(built, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "Expected %s %s to succeed but it answered %d"
                .formatted(built.method(), built.uri().getPath(), answer.statusCode()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Expected %s to answer but it did not".formatted(built.uri().getPath()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected an answer but was interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
