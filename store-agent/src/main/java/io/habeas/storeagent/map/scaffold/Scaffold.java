package io.habeas.storeagent.map.scaffold;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Drafts a data map from a live store, which it only reads. */
public final class Scaffold {
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;

  private Scaffold() {}

  /**
   * Of a relational database: tables, columns, keys; any that has a JDBC driver here.
   *
   * @param url JDBC URL
   * @param key the dataset's key
   * @param schema null for the one that the database puts first
   * @return the lines of a fideslang file
   * @throws IllegalStateException if the database cannot be reached or does not answer; the message
   *     quotes neither the URL nor what the database said
   */
  public static List<String> ofTables(
      String url,
      @Nullable String username,
      @Nullable String password,
      String key,
      @Nullable String schema) {
    Properties properties = timeouts(url);
    if (username != null) {
      properties.setProperty("user", username);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      connection.setReadOnly(true);
      return DraftYaml.of(TableDraft.of(connection, key, schema));
    } catch (SQLException e) {
      // Without the cause: drivers quote URLs, and those have passwords in them.
      throw new IllegalStateException(
          "Expected a database that tells its tables but it answered with SQL state "
              + e.getSQLState());
    }
  }

  /**
   * Of a MongoDB database: some documents of each collection.
   *
   * @param uri connection string
   * @param key the dataset's key
   * @param sample how many documents of a collection are looked at
   * @return the lines of a fideslang file
   * @throws IllegalStateException if the database cannot be reached or does not answer
   */
  public static List<String> ofDocuments(String uri, String database, String key, int sample) {
    try (MongoClient client = MongoClients.create(settings(uri))) {
      return DraftYaml.of(DocumentDraft.of(client.getDatabase(database), key, sample));
    } catch (MongoException e) {
      throw new IllegalStateException(
          "Expected a database that tells its collections but it answered "
              + e.getClass().getSimpleName());
    }
  }

  private static MongoClientSettings settings(String uri) {
    ConnectionString connection;
    try {
      connection = new ConnectionString(uri);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("Expected a connection string of MongoDB but it is not one");
    }
    return MongoClientSettings.builder()
        .applyConnectionString(connection)
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
        .applyToSocketSettings(
            socket ->
                socket
                    .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                    .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
        .build();
  }

  /** Each driver has names and units of its own for them. */
  private static Properties timeouts(String url) {
    Properties properties = new Properties();
    if (url.startsWith("jdbc:postgresql:")) {
      properties.setProperty("loginTimeout", "" + CONNECT_SECONDS);
      properties.setProperty("connectTimeout", "" + CONNECT_SECONDS);
      properties.setProperty("socketTimeout", "" + ANSWER_SECONDS);
    } else if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      properties.setProperty("connectTimeout", "" + CONNECT_SECONDS * 1000);
      properties.setProperty("socketTimeout", "" + ANSWER_SECONDS * 1000);
    }
    return properties;
  }
}
