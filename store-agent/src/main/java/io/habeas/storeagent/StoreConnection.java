package io.habeas.storeagent;

import io.habeas.storeagent.mongodb.MongoConnection;
import io.habeas.storeagent.postgres.PostgresConnection;
import io.habeas.storeagent.processor.opendsr.OpenDsrConnection;
import io.habeas.storeagent.processor.rest.RestConnection;
import io.habeas.storeagent.redis.RedisConnection;
import io.habeas.storeagent.s3.BucketConnection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the store of a dataset is reached: the one entry there is says of which kind it is.
 *
 * @param postgres a PostgreSQL database; null if it is none
 * @param mongodb a MongoDB database; null if it is none
 * @param s3 a bucket of anything that speaks S3; null if it is none
 * @param redis a Redis database; null if it is none
 * @param opendsr a processor that speaks OpenDSR 2.0; null if it is none
 * @param rest a processor described by a definition; null if it is none
 */
public record StoreConnection(
    @Valid @Nullable PostgresConnection postgres,
    @Valid @Nullable MongoConnection mongodb,
    @Valid @Nullable BucketConnection s3,
    @Valid @Nullable RedisConnection redis,
    @Valid @Nullable OpenDsrConnection opendsr,
    @Valid @Nullable RestConnection rest) {

  /** Whether there is exactly one. */
  @AssertTrue(message = "must name exactly one kind of store")
  public boolean isOfOneKind() {
    return Stream.of(postgres, mongodb, s3, redis, opendsr, rest).filter(Objects::nonNull).count()
        == 1;
  }
}
