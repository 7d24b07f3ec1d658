package io.habeas.standalone.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.Document;

/**
 * What synthetic people have beside their accounts: conversations, feedback, images, sessions,
 * files.
 */
final class Belongings {
  /** So many write each shared prompt together. */
  private static final int SHARING = 5;

  /** Everybody has an image but every so manieth. */
  private static final int WITHOUT_IMAGE = 4;

  /** Every so manieth has a large one too, which does not fit into one piece of a copy. */
  private static final int WITH_LARGE_IMAGE = 50;

  private static final int LARGE_IMAGE = 700_000;
  private static final List<String> TOPICS =
      List.of("holidays", "a birthday", "tax returns", "bread", "a novel", "back pain");

  private final SampleStores stores;
  private final Instant today;
  private final Random random;

  Belongings(SampleStores stores, Instant today, Random random) {
    this.stores = stores;
    this.today = today;
    this.random = random;
  }

  void of(List<Long> accounts) {
    List<Document> conversations = new ArrayList<>();
    List<Document> feedback = new ArrayList<>();
    List<Document> shared = new ArrayList<>();
    for (int i = 0; i < accounts.size(); i++) {
      long account = accounts.get(i);
      conversations.addAll(conversations(account));
      feedback.addAll(feedback(account));
      if (i % SHARING == 0) {
        shared.add(shared(accounts.subList(i, Math.min(i + SHARING, accounts.size()))));
      }
      if (i % WITHOUT_IMAGE != WITHOUT_IMAGE - 1) {
        stores.images().put(account, "1.png", "a picture of " + topic(), image(2_000));
      }
      if (i % WITH_LARGE_IMAGE == 0) {
        stores.images().put(account, "2.png", "a poster of " + topic(), image(LARGE_IMAGE));
      }
    }
    accounts.forEach(this::sessions);
    files(accounts);
    stores.conversations().getCollection("conversations").insertMany(conversations);
    stores.conversations().getCollection("model_feedback").insertMany(feedback);
    stores.conversations().getCollection("shared_prompts").insertMany(shared);
  }

  private void sessions(long account) {
    stores
        .sessions()
        .signIn(
            account,
            Map.of(
                "language",
                random.nextBoolean() ? "en" : "nl",
                "last_seen",
                someDay().toInstant().toString(),
                "user_agent",
                "Telegram/" + random.nextInt(12)));
    stores.sessions().count(account, "chat", 1 + random.nextInt(40));
    stores.sessions().count(account, "image", 1 + random.nextInt(5));
    stores.sessions().queue(account, someDay().getTime());
  }

  private void files(List<Long> accounts) {
    Map<String, Long> uploaded = new HashMap<>();
    for (long account : accounts) {
      for (int i = 0; i < 1 + random.nextInt(2); i++) {
        byte[] text = "Please read this about %s.".formatted(topic()).getBytes(UTF_8);
        uploaded.put(stores.provider().put(account, i + ".txt", text), account);
      }
    }
    stores.provider().report(uploaded);
  }

  private List<Document> conversations(long account) {
    List<Document> conversations = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      String topic = topic();
      conversations.add(
          new Document("account_id", account)
              .append("title", "About " + topic)
              .append("status", "open")
              .append(
                  "messages",
                  List.of(
                      message("user", "What should I know about " + topic + "?"),
                      message("assistant", "Quite a lot about " + topic + "."))));
    }
    return conversations;
  }

  private Document message(String role, String text) {
    return new Document("role", role).append("text", text).append("at", someDay());
  }

  private List<Document> feedback(long account) {
    List<Document> feedback = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      feedback.add(
          new Document("account_id", account)
              .append("model", random.nextBoolean() ? "small" : "large")
              .append("rating", 1 + random.nextInt(5))
              .append("comment", "Helped me with " + topic())
              .append("at", someDay()));
    }
    return feedback;
  }

  private Document shared(List<Long> accounts) {
    List<Document> contributions = new ArrayList<>();
    for (Long account : accounts) {
      contributions.add(
          new Document("account_id", account)
              .append("text", "Say more about " + topic())
              .append("at", someDay()));
    }
    return new Document("topic", topic()).append("contributions", contributions);
  }

  private byte[] image(int bytes) {
    byte[] image = new byte[bytes];
    random.nextBytes(image);
    return image;
  }

  private Date someDay() {
    return Date.from(
        today.minus(Duration.ofDays(random.nextInt(400))).minusSeconds(random.nextInt(86_400)));
  }

  private String topic() {
    return TOPICS.get(random.nextInt(TOPICS.size()));
  }
}
