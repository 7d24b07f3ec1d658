package io.habeas.storeagent.jdbc;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one dataset's relational database is reached.
 *
 * @param url JDBC URL, {@code jdbc:postgresql:...}, {@code jdbc:mysql:...} or {@code
 *     jdbc:mariadb:...}, which says what it is
 * @param username the role that erases; it reads and writes the mapped tables and the schema {@code
 *     habeas} (in MySQL's kind a database of that name), and may create temporary tables
 * @param password its password
 * @param readOnlyUsername the role that locates, exports and verifies; null for the same one
 * @param readOnlyPassword its password
 * @param schema where tables are whose dataset names no schema; in MySQL's kind a database. Null
 *     for {@code public}, or in MySQL's kind for the database that the URL names
 * @param poolSize connections per role
 * @param connectTimeout how long to wait for a connection
 * @param statementTimeout how long one statement may take
 * @param lockTimeout how long to wait for somebody else's lock; whole seconds in MySQL's kind
 * @param chunk how many rows one statement may change
 */
public record JdbcConnection(
    @NotBlank @Pattern(regexp = "jdbc:(postgresql|mysql|mariadb):.*") String url,
    @NotBlank String username,
    @NotNull @DefaultValue("") String password,
    @Nullable String readOnlyUsername,
    @Nullable String readOnlyPassword,
    @Nullable String schema,
    @Positive @DefaultValue("4") int poolSize,
    @NotNull @DefaultValue("5s") Duration connectTimeout,
    @NotNull @DefaultValue("30s") Duration statementTimeout,
    @NotNull @DefaultValue("5s") Duration lockTimeout,
    @Positive @DefaultValue("5000") int chunk) {

  static final String POSTGRESQL = "jdbc:postgresql:";
  static final String MYSQL = "jdbc:mysql:";
  static final String MARIADB = "jdbc:mariadb:";

  /** Leaves the credentials out. */
  @Override
  public String toString() {
    return "JdbcConnection[" + username + "]";
  }
}
