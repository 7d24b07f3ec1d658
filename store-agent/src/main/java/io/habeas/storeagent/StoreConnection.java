package io.habeas.storeagent;

import io.habeas.storeagent.jdbc.JdbcConnection;
import io.habeas.storeagent.manual.ManualConnection;
import io.habeas.storeagent.map.StoreKind;
import io.habeas.storeagent.mongodb.MongoConnection;
import io.habeas.storeagent.processor.objects.ObjectsConnection;
import io.habeas.storeagent.processor.opendsr.OpenDsrConnection;
import io.habeas.storeagent.processor.rest.RestConnection;
import io.habeas.storeagent.redis.RedisConnection;
import io.habeas.storeagent.s3.BucketConnection;
import io.habeas.storeagent.search.SearchConnection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the store of a dataset is reached: the one entry there is says of which kind it is.
 *
 * @param postgres a PostgreSQL database; null if it is none
 * @param mysql a MySQL database; null if it is none
 * @param mariadb a MariaDB database; null if it is none
 * @param mongodb a MongoDB database; null if it is none
 * @param s3 a bucket of anything that speaks S3; null if it is none
 * @param redis a Redis database; null if it is none
 * @param search a cluster of OpenSearch or Elasticsearch; null if it is none
 * @param opendsr a processor that speaks OpenDSR 2.0; null if it is none
 * @param rest a processor described by a definition; null if it is none
 * @param objects a processor whose objects are deleted one by one; null if it is none
 * @param manual people; null if it is none
 */
public record StoreConnection(
    @Valid @Nullable JdbcConnection postgres,
    @Valid @Nullable JdbcConnection mysql,
    @Valid @Nullable JdbcConnection mariadb,
    @Valid @Nullable MongoConnection mongodb,
    @Valid @Nullable BucketConnection s3,
    @Valid @Nullable RedisConnection redis,
    @Valid @Nullable SearchConnection search,
    @Valid @Nullable OpenDsrConnection opendsr,
    @Valid @Nullable RestConnection rest,
    @Valid @Nullable ObjectsConnection objects,
    @Valid @Nullable ManualConnection manual) {

  /** Whether there is exactly one. */
  @AssertTrue(message = "must name exactly one kind of store")
  public boolean isOfOneKind() {
    return Stream.of(
                postgres, mysql, mariadb, mongodb, s3, redis, search, opendsr, rest, objects,
                manual)
            .filter(Objects::nonNull)
            .count()
        == 1;
  }

  /**
   * Why whoever reads should be somebody else than whoever erases: what only looks, or proves that
   * something is gone, then cannot change anything. Empty if they are, or where nobody can be.
   */
  public Optional<String> advice() {
    return Optional.ofNullable(missingReader())
        .map(
            setting ->
                "Expected %s, so that locating, reading out and verifying cannot change anything, but"
                        .formatted(setting)
                    + " whoever erases does that too");
  }

  private @Nullable String missingReader() {
    Optional<JdbcConnection> relational = relational();
    if (relational.isPresent()) {
      return relational.get().readOnlyUsername() == null ? "read-only-username" : null;
    }
    if (mongodb != null) {
      return mongodb.readOnlyUri() == null ? "read-only-uri" : null;
    }
    if (redis != null) {
      return redis.readOnlyUri() == null ? "read-only-uri" : null;
    }
    if (s3 != null) {
      return s3.readOnlyAccessKey() == null ? "read-only-access-key" : null;
    }
    if (search != null) {
      return search.readOnlyUsername() == null && search.readOnlyApiKey() == null
          ? "read-only-username or read-only-api-key"
          : null;
    }
    return null;
  }

  /** What kind of store it leads to. */
  public StoreKind kind() {
    if (manual != null) {
      return StoreKind.MANUAL;
    }
    if (objects != null) {
      return StoreKind.PROVIDER;
    }
    if (opendsr != null || rest != null) {
      return StoreKind.PROCESSOR;
    }
    if (search != null) {
      return StoreKind.SEARCH;
    }
    if (redis != null) {
      return StoreKind.KEYS;
    }
    if (s3 != null) {
      return StoreKind.OBJECTS;
    }
    return mongodb != null ? StoreKind.DOCUMENTS : StoreKind.TABLES;
  }

  /** The relational database, of whatever kind; empty if it is none. */
  Optional<JdbcConnection> relational() {
    return Stream.of(postgres, mysql, mariadb).filter(Objects::nonNull).findFirst();
  }
}
