package io.habeas.standalone.sample;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The stores of the sample controller, as its own services reach them. */
public final class SampleStores implements AutoCloseable {

  /** The database with what people talked about. */
  public static final String CONVERSATIONS = "anypromt";

  private static final List<String> COLLECTIONS =
      List.of("conversations", "shared_prompts", "model_feedback");

  private final PGSimpleDataSource accounts = new PGSimpleDataSource();
  private final MongoClient mongo;
  private final ImageBucket images;
  private final SessionStore sessions;
  private final ProviderFiles provider;

  /**
   * Where they are.
   *
   * @param accounts JDBC URL of the database of accounts
   * @param conversations connection string of the document store
   * @param images the object storage
   * @param accessKey of a client of the object storage
   * @param secretKey that client's
   * @param sessions the Redis database of sessions
   * @param provider the AI provider
   */
  public record Where(
      String accounts,
      String conversations,
      URI images,
      String accessKey,
      String secretKey,
      URI sessions,
      ProviderFiles.Where provider) {
    /** Leaves the credentials out. */
    @Override
    public String toString() {
      return "Where[%s, %s, %s, %s, %s]"
          .formatted(accounts, conversations, images, sessions, provider);
    }
  }

  public SampleStores(Where where) {
    accounts.setURL(where.accounts());
    accounts.setUser(AccountsDatabase.USER);
    this.mongo = MongoClients.create(where.conversations());
    this.images = new ImageBucket(where.images(), where.accessKey(), where.secretKey());
    this.sessions = new SessionStore(where.sessions());
    this.provider = new ProviderFiles(where.provider());
  }

  /** Makes the collections and the bucket if they are not there; the tables are. */
  public void create() {
    Set<String> there = conversations().listCollectionNames().into(new HashSet<>());
    COLLECTIONS.stream()
        .filter(name -> !there.contains(name))
        .forEach(conversations()::createCollection);
    images.create();
  }

  /** Accounts and what belongs to them. */
  public DataSource accounts() {
    return accounts;
  }

  /** What people talked about with the assistant. */
  public MongoDatabase conversations() {
    return mongo.getDatabase(CONVERSATIONS);
  }

  /** What the assistant drew. */
  public ImageBucket images() {
    return images;
  }

  /** Who is signed in, how much they asked lately, and who waits. */
  public SessionStore sessions() {
    return sessions;
  }

  /** What was uploaded to the AI provider. */
  public ProviderFiles provider() {
    return provider;
  }

  @Override
  public void close() {
    provider.close();
    sessions.close();
    images.close();
    mongo.close();
  }
}
