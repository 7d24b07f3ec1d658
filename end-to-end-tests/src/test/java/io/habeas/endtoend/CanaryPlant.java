package io.habeas.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoDatabase;
import io.habeas.standalone.sample.SampleStores;
import io.habeas.standalone.sample.Subject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;

/** Puts marks wherever a request, a store or a message can carry them. */
final class CanaryPlant {
  private CanaryPlant() {}

  /** Lets a person into the sample's stores of whom every text and number is marked. */
  static Subject person(SampleStores stores, int number) throws SQLException {
    long account = CanaryMark.NUMBER + number;
    String word = CanaryMark.WORD + number;
    Subject subject =
        new Subject(Long.toString(account), word + "@mail.example", word + " Voorbeeld");
    try (Connection connection = stores.accounts().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO accounts (id, email, telegram_id, display_name, language)
            VALUES (%1$d, '%2$s@mail.example', %1$d + 500, '%2$s Voorbeeld', '%2$s');
          INSERT INTO settings (account_id, name, value)
            VALUES (%1$d, '%2$s-theme', '%2$s'), (%1$d, 'signature', 'Greetings, %2$s');
          INSERT INTO consents (account_id, purpose, given_at) VALUES (%1$d, '%2$s', now());
          INSERT INTO payments (account_id, invoice, amount, currency, payer_name, paid_at) VALUES
            (%1$d, '%2$s-1', 5, 'EUR', '%2$s', now() - interval '1 year'),
            (%1$d, '%2$s-2', 5, 'EUR', '%2$s', now() - interval '9 years');
          INSERT INTO usage_events (account_id, feature, model, tokens, occurred_at)
            VALUES (%1$d, '%2$s', '%2$s', 7, now());
          """
              .formatted(account, word));
    }
    MongoDatabase documents = stores.conversations();
    Document note = new Document("account_id", account).append("text", word);
    documents
        .getCollection("conversations")
        .insertOne(
            new Document("account_id", account)
                .append("title", word)
                .append("status", word)
                .append("messages", List.of(new Document("role", word).append("text", word))));
    documents
        .getCollection("shared_prompts")
        .insertOne(
            new Document("topic", word)
                .append(
                    "contributions",
                    List.of(note, new Document("account_id", 1L).append("text", word))));
    documents.getCollection("model_feedback").insertOne(note.append("comment", word));
    stores.images().put(account, word + ".png", word, word.getBytes(UTF_8));
    stores.sessions().signIn(account, Map.of("language", word, "user_agent", word, word, word));
    stores.sessions().count(account, word, 3);
    stores.sessions().queue(account, 1.0);
    stores.provider().upload(account, word + ".txt", word.getBytes(UTF_8));
    return subject;
  }

  /**
   * Has somebody knock at the front door in every wrong way, with marks in whatever they send.
   *
   * @return what they were answered, headers and bodies
   */
  static List<String> knock(URI frontDoor) throws IOException, InterruptedException {
    String word = CanaryMark.WORD;
    List<String> bodies =
        List.of(
            "{\"right\": \"" + word,
            "\"" + word + "\"",
            "{\"right\": \"" + word + "\", \"identifiers\": []}",
            "{\"right\": \"ERASURE\", \"identifiers\": [{\"type\": \"" + word + "\"}]}",
            "{\"right\": \"ERASURE\", \"identifiers\": [{\"type\": \"email\", \"value\": \""
                + word
                + "\"}]}",
            "{\"right\": \"ERASURE\", \"comment\": \""
                + word
                + "\", \"identifiers\": [{\"type\":"
                + " \"email\", \"value\": \""
                + word
                + "@\"}], \"locale\": \""
                + word
                + "!\"}",
            "{\"right\": \"ERASURE\", \"channel\": \""
                + word
                + "\", \"identifiers\": [{\"type\":"
                + " \"email\", \"value\": \""
                + word
                + "@mail.example\", \""
                + word
                + "\": 1}]}");
    List<String> answers = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String body : bodies) {
        answers.add(send(client, post(frontDoor.resolve("/v1/requests"), body)));
      }
      String request = "/v1/requests/318c44cf-18e5-4c3f-bfd9-2a72db405cc7";
      for (String path :
          List.of(
              "/v1/requests/" + word,
              "/v1/requests/" + word + "/proof",
              request + "/proof",
              request + "/package",
              "/package",
              "/package/" + word,
              "/" + word + "?" + word + "=" + word)) {
        answers.add(
            send(
                client,
                post(
                    frontDoor.resolve(path),
                    "{\"code\": \"" + word + "\", \"link\": \"" + word + "\"}")));
        answers.add(send(client, marked(frontDoor.resolve(path)).GET()));
      }
    }
    return answers;
  }

  /** Sends a wrong code, and one that is none, for a request that is really there. */
  static List<String> guess(URI frontDoor, AskedRequest request)
      throws IOException, InterruptedException {
    URI proof = frontDoor.resolve("/v1/requests/" + request.id() + "/proof");
    List<String> answers = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String code : List.of(CanaryMark.WORD, "00000000")) {
        answers.add(
            send(
                client,
                post(proof, "{\"code\": \"" + code + "\"}")
                    .setHeader("Authorization", "Bearer " + request.token())));
      }
    }
    return answers;
  }

  private static HttpRequest.Builder post(URI uri, String body) {
    return marked(uri)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder marked(URI uri) {
    String word = CanaryMark.WORD;
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Idempotency-Key", word + "-key-of-some-length")
        .header("Authorization", "Bearer " + word)
        .header("User-Agent", word)
        .header("X-Forwarded-For", word)
        .header("X-Request-Id", word)
        .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .header("tracestate", word + "=" + word)
        .header("baggage", word + "=" + word);
  }

  private static String send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpRequest sent = request.build();
    HttpResponse<String> answer = client.send(sent, HttpResponse.BodyHandlers.ofString());
    // A problem names the path it is about (RFC 9457, instance), and the caller chose that.
    return (answer.statusCode() + " " + answer.headers().map() + " " + answer.body())
        .replace(sent.uri().getPath(), "");
  }

  /**
   * Writes to every topic but the dead letters something that cannot be read.
   *
   * @param value what; the keys and headers are marked too
   * @return to which topics
   */
  static List<String> unreadable(String bootstrapServers, byte[] value)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      Set<String> topics = admin.listTopics().names().get();
      List<String> read =
          topics.stream()
              .filter(topic -> topic.startsWith("dsar.") && !topic.endsWith(".dlq"))
              .toList();
      byte[] mark = CanaryMark.WORD.getBytes(UTF_8);
      for (String topic : read) {
        producer
            .send(
                new ProducerRecord<>(
                    topic,
                    null,
                    mark,
                    value,
                    List.<Header>of(new RecordHeader(CanaryMark.WORD, mark))))
            .get();
      }
      return read;
    }
  }
}
