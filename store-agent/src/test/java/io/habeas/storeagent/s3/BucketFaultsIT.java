package io.habeas.storeagent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.habeas.participant.Outcome;
import io.habeas.participant.WaitReason;
import io.habeas.participant.task.Answer;
import io.habeas.platform.EmbeddedS3;
import io.habeas.storeagent.s3.BucketAgent.SettableClock;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Whatever is wrong with the storage: the task waits with a reason, and goes on once it is right.
 */
class BucketFaultsIT {
  private static final UUID REQUEST = UUID.fromString("00000000-0000-0000-0000-000000000010");
  private static final String SECRET_KEY = "images/4/ada-lovelace.png";

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.habeas.storeagent");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @TempDir Path data;

  @BeforeEach
  void record() {
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(log);
    log.start();
  }

  @AfterEach
  void stopRecording() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void shouldWaitWhileTheStorageIsDownAndGoOnWhenItIsBack() {
    // given
    int port;
    TestBucket bucket;
    try (EmbeddedS3 server = server(0)) {
      port = server.endpoint().getPort();
      bucket = Buckets.create(server.endpoint());
      bucket.put("images/4/cat.png", "cat");
    }
    try (BucketAgent agent = BucketAgent.on(bucket).knowing("4")) {

      // when
      Answer down = agent.erase(REQUEST, 1);
      Answer back;
      try (EmbeddedS3 server = server(port)) {
        assertThat(server.endpoint()).isEqualTo(bucket.endpoint());
        agent.clock.advance(Duration.ofSeconds(3));
        back = agent.erase(REQUEST, 1);
        assertThat(bucket.contents()).isEmpty();
      }

      // then
      assertThat(down).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
      assertThat(back).isInstanceOf(Answer.Done.class);
    }
  }

  @Test
  void shouldWaitWhileTheBucketIsNotThere() {
    // given
    TestBucket bucket = Buckets.create();
    bucket.observer().deleteBucket(delete -> delete.bucket(bucket.name()));
    try (BucketAgent agent = BucketAgent.on(bucket).knowing("4")) {

      // when
      Answer missing = agent.erase(REQUEST, 1);

      // then
      assertThat(missing).isEqualTo(new Answer.Wait(WaitReason.MAP_MISMATCH));
      assertThat(agent.connector.contradictions())
          .containsExactly(
              "Expected the bucket of shop but there is none",
              "Expected the journal's bucket of shop but there is none");
      bucket.observer().createBucket(create -> create.bucket(bucket.name()));
      agent.clock.advance(Duration.ofSeconds(3));
      assertThat(agent.erase(REQUEST, 1)).isInstanceOf(Answer.Done.class);
      assertThat(agent.connector.contradictions()).isEmpty();
    }
  }

  @Test
  void shouldWaitWhileItsKeyIsRefused() {
    // given
    TestBucket bucket = Buckets.create();
    BucketConnection guessed = Buckets.connection(bucket.endpoint(), bucket.name(), "guessed");
    try (BucketAgent agent =
        BucketAgent.on(guessed, BucketAgent.MAP, UnaryOperator.identity(), new SettableClock())
            .knowing("4")) {

      // then
      assertThat(agent.erase(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
      assertThat(agent.connector.holder().unfit()).contains(WaitReason.STORE_FORBIDDEN);
    }
  }

  @Test
  void shouldKeepItsJournalInAnotherBucket() {
    // given
    TestBucket bucket = Buckets.create();
    TestBucket journal = Buckets.create();
    bucket.put("images/4/cat.png", "cat");
    BucketConnection there = bucket.connection();
    var split =
        new BucketConnection(
            there.endpoint(),
            there.region(),
            there.bucket(),
            there.accessKey(),
            there.secretKey(),
            there.accessKey(),
            there.secretKey(),
            there.pathStyle(),
            there.connectTimeout(),
            there.timeout(),
            journal.name());
    try (BucketAgent agent =
        BucketAgent.on(split, BucketAgent.MAP, UnaryOperator.identity(), new SettableClock())
            .knowing("4")) {

      // when
      Answer erased = agent.erase(REQUEST, 1);
      Answer verified = agent.verify(REQUEST, 2);

      // then
      assertThat(erased).isInstanceOf(Answer.Done.class);
      assertThat(verified).isEqualTo(new Answer.Done(new Outcome.ErasureVerified()));
      assertThat(bucket.keys("")).isEmpty();
      assertThat(journal.notes("tasks/")).hasSize(4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, STORE_READ_ONLY",
    "404, NoSuchBucket, MAP_MISMATCH",
    "500, InternalError, STORE_UNAVAILABLE",
    "503, SlowDown, STORE_UNAVAILABLE",
    "429, TooManyRequests, STORE_UNAVAILABLE",
    "301, PermanentRedirect, MAP_MISMATCH",
    "409, OperationAborted, RECORD_LOCKED",
    "400, InvalidRequest, INTERNAL_ERROR",
    "403, RequestTimeTooSkewed, STORE_UNAVAILABLE"
  })
  void shouldWaitWhereADeletionFailsAndGoOnLater(int status, String code, WaitReason reason) {
    // given
    TestBucket bucket = Buckets.create();
    bucket.put(SECRET_KEY, "cat");
    Fault fault = new Fault(failing(DeleteObjectsRequest.class, failure(status, code)));

    try (BucketAgent agent = agent(bucket, fault)) {

      // when
      Answer failed = agent.erase(REQUEST, 1);
      fault.set(request -> PASS);
      agent.clock.advance(Duration.ofSeconds(3));
      Answer later = agent.erase(REQUEST, 1);

      // then
      assertThat(failed).isEqualTo(new Answer.Wait(reason));
      assertThat(later).isInstanceOf(Answer.Done.class);
      assertThat(log.list).isNotEmpty();
      assertThat(log.list)
          .noneMatch(event -> event.getFormattedMessage().contains("ada"))
          .noneMatch(event -> event.getThrowableProxy() != null);
    }
  }

  @Test
  void shouldWaitWhereSomeObjectsOfManyWereNotDeleted() {
    // given
    TestBucket bucket = Buckets.create();
    bucket.put(SECRET_KEY, "cat");
    Fault fault =
        new Fault(
            request ->
                request instanceof DeleteObjectsRequest
                    ? DeleteObjectsResponse.builder()
                        .errors(
                            S3Error.builder()
                                .key(SECRET_KEY)
                                .code("AccessDenied")
                                .message(SECRET_KEY + " is locked")
                                .build())
                        .build()
                    : PASS);
    try (BucketAgent agent = agent(bucket, fault)) {

      // when
      Answer answer = agent.erase(REQUEST, 1);

      // then
      assertThat(answer).isEqualTo(new Answer.Wait(WaitReason.STORE_READ_ONLY));
    }
  }

  @Test
  void shouldNotTakeVersionsThatItMayNotListForNone() {
    // given
    TestBucket bucket = Buckets.create();
    bucket.put(SECRET_KEY, "cat");
    Fault fault = new Fault(failing(ListObjectVersionsRequest.class, failure(403, "AccessDenied")));
    try (BucketAgent agent = agent(bucket, fault)) {

      // then
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_FORBIDDEN));
    }
  }

  @Test
  void shouldWaitWhereTheStorageIsTooSlow() {
    // given
    TestBucket bucket = Buckets.create();
    Fault fault =
        new Fault(
            failing(
                ListObjectVersionsRequest.class,
                ApiCallTimeoutException.builder().message("too slow").build()));
    try (BucketAgent agent = agent(bucket, fault)) {

      // then
      assertThat(agent.locate(REQUEST, 1)).isEqualTo(new Answer.Wait(WaitReason.STORE_UNAVAILABLE));
    }
  }

  private static final Object PASS = new Object();

  private EmbeddedS3 server(int port) {
    return EmbeddedS3.start(new EmbeddedS3.Options(data, port, "client", "secret"));
  }

  private static SdkException failure(int status, String code) {
    return (SdkException)
        S3Exception.builder()
            .statusCode(status)
            .message("about " + SECRET_KEY)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(code)
                    .errorMessage("about " + SECRET_KEY)
                    .build())
            .build();
  }

  private static Function<S3Request, Object> failing(
      Class<? extends S3Request> kind, SdkException failure) {
    return request -> {
      if (kind.isInstance(request)) {
        throw failure;
      }
      return PASS;
    };
  }

  private static BucketAgent agent(TestBucket bucket, Fault fault) {
    return BucketAgent.on(
            bucket.connection(),
            BucketAgent.MAP,
            client -> new Faulty(client, fault),
            new SettableClock())
        .knowing("4");
  }

  /** What a storage answers in place of what it would. */
  private static final class Fault {
    private volatile Function<S3Request, Object> answer;

    private Fault(Function<S3Request, Object> answer) {
      this.answer = answer;
    }

    private void set(Function<S3Request, Object> other) {
      answer = other;
    }
  }

  /** A storage that answers what a test says. */
  private static final class Faulty extends DelegatingS3Client {
    private final Fault fault;

    private Faulty(S3Client client, Fault fault) {
      super(client);
      this.fault = fault;
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
      Object answer = fault.answer.apply(request);
      return answer == PASS ? operation.apply(request) : (R) answer;
    }
  }
}
